"""How much there is in a session: what a title has no use for is not counted."""

from tests.support.paths import ROOT
from tspi_sched.reading import read
from tspi_sched.wording.counts import counts


def test_nobody_to_watch_is_told_only_where_a_paper_is_written() -> None:
    without, _wishes = read(ROOT / "examples" / "sessions" / "fpa.toml")
    assert not [text for text in counts(without) if "surveillant" in text]
    written, _wishes = read(ROOT / "scenarios" / "tiny.toml")
    assert [text for text in counts(written) if "surveillant" in text]
