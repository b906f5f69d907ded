"""Releasing: the places that tell the version, and notebooks without output."""

import json
import shutil
from pathlib import Path

import pytest

from tools import notebooks, release

PLACES = ("pyproject.toml", "CITATION.cff", "CHANGELOG.md")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the places that tell the version, released on some day."""
    for name in PLACES:
        shutil.copy(release.ROOT / name, tmp_path / name)
    version = release.version_of_package()
    text = f"## [Unreleased]\n\n## [{version}] - 2026-12-01\n\n- New.\n\n## [0.0.1] - 2026-01-01\n\n- Old.\n"
    (tmp_path / "CHANGELOG.md").write_text(text, encoding="utf-8")
    return tmp_path


def test_all_places_agree(root: Path) -> None:
    assert release.faults(root, f"v{release.version_of_package()}") == []


def test_the_project_itself_cites_its_version() -> None:
    assert not any("CITATION" in fault for fault in release.faults(release.ROOT, None))


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        ("CITATION.cff", "version: 0", "version: 9", "CITATION.cff says 9"),
        ("CHANGELOG.md", " - 2026-12-01", "", "no day"),
        ("CHANGELOG.md", " - 2026-12-01", " - 2026-13-01", "no day"),
        ("CHANGELOG.md", "- New.\n", "", "says nothing"),
        ("pyproject.toml", 'version = "0', 'version = "7', "CHANGELOG.md's newest"),
    ],
)
def test_a_place_that_differs_is_named(root: Path, name: str, before: str, after: str, said: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert before in text
    (root / name).write_text(text.replace(before, after, 1), encoding="utf-8")
    assert any(said in fault for fault in release.faults(root, None))


def test_another_tag_is_named(root: Path) -> None:
    assert release.faults(root, "v9.9.9") == [f"the tag is v9.9.9, pyproject.toml says {release.version_of_package()}"]


def test_notes_are_those_of_the_newest_version(root: Path) -> None:
    assert [text for _number, _day, text in release.released((root / "CHANGELOG.md").read_text())] == [
        "- New.",
        "- Old.",
    ]


def test_output_is_found_and_taken_out(tmp_path: Path) -> None:
    cells = [{"cell_type": "code", "source": ["1"], "outputs": [{"x": 1}], "execution_count": 3}]
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert notebooks.main([str(path)]) == 1
    assert notebooks.main(["--strip", str(path)]) == 0
    assert notebooks.main([str(path)]) == 0
    assert json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"] == ["1"]
