"""The colours that every document shares, as ``RRGGBB``.

The stages differ in lightness too, and every coloured block carries its stage's code, so that a black-and-white print
and colour-blind readers lose nothing.
"""

from tspi_sched.problem import Title

INK, MUTED, ACCENT, LINK = "1F2933", "5F6B7A", "1F4E79", "0B5394"
LINE, SHADE, PALE, GREY, WARN = "B8C2CC", "DCE6F1", "F3F6FA", "D9D9D9", "FFF2CC"

PALETTE = ("9CC8EC", "F6E58D", "F2A65A", "63B7A0", "C9A0DC", "4B5563", "A95A16", "DDE3EA")
"""Backgrounds of the stages in the title's order, told apart by colour-blind readers and in grey."""


TRACKS = (("DCE8F5", "1F4E79"), ("F8DFEA", "8A2E5C"), ("E0EFD9", "2F6B35"), ("F5EBD0", "7A5410"), ("E6E2F3", "4B3B8F"))
"""Background and ink of the tracks in the title's order: pale, so that nobody takes a track for a stage."""

ALERTS = ("FFE699", "F4B183")
"""Backgrounds of what is long and of what is very long: a wait, a day."""

BREACH = "FF9C9C"
"""Behind a cell of the plan that breaks a rule; nothing else has exactly this colour."""

FINDING = "A9CDF5"
"""Behind a cell of which history alone breaks a rule, so that nobody can mend it; nothing else has this colour."""


def stage_colours(title: Title) -> dict[str, str]:
    """The background of each stage of a title, by its code."""
    return {stage.code: PALETTE[place % len(PALETTE)] for place, stage in enumerate(title.stages)}


def track_colours(title: Title) -> dict[str, tuple[str, str]]:
    """The background and the ink of each track of a title, by its code."""
    return {track.code: TRACKS[place % len(TRACKS)] for place, track in enumerate(title.tracks)}


def ink_on(colour: str) -> str:
    """The colour of a text on a background: white on the dark ones. It stands out at least 4.5 to 1 on all of ours."""
    return "FFFFFF" if _luminance(colour) < 0.5 else INK


def _luminance(colour: str) -> float:
    """How light a colour is, 0 to 1, by the usual weights of red, green and blue."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
