"""Title files made of lines, and one with places and means of its own."""


def heading(code: str, name: str, places: str) -> str:
    """What a title file begins with; `places` as in TOML, between the brackets."""
    said = (f'code = "{code}"', 'version = "01"', f'name = "{name}"', f"places = [{places}]")
    return "\n".join(("", 'format = "tspi-sched-title"', *said, ""))


def stage(code: str, name: str, kind: str, place: str, *, with_: str = "", more: str = "") -> str:
    """The table of a stage of a candidate, with whom else it is; `more` are lines as they stand in TOML."""
    attends = ", ".join(f'"{one}"' for one in ("candidate", with_) if one)
    said = (f'code = "{code}"', f'name = "{name}"', f'kind = "{kind}"', f"attends = [{attends}]")
    return "\n".join(("[[stages]]", *said, f'place = "{place}"', *filter(None, (more,)), ""))


PLACED = (
    heading("TP-00001", "Aide", '"APPARTEMENT", "ORAL"')
    + stage(
        "MSP", "Mise en situation", "oral", "APPARTEMENT", with_="panel",
        more='needs = [{ means = "comédien" }, { means = "poste", shared_by = 2 }, { means = "vidéoprojecteur" }]',
    )
    + """[tracks.TITRE]
name = "Titre"
minutes = { MSP = 60 }
totals = { candidate = 60, panel = 60 }
"""
)  # fmt: skip
