"""Puts the guide into the wheel, as one page with its pictures: what ``tspi-sched guide`` opens.

It needs `markdown-it-py` only, which is small and pure Python, so that ``pip install .`` works without any tool for
documentation. An editable install has no page: the command then names the pages of the source folder.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class GuideHook(BuildHookInterface):  # type: ignore[type-arg]
    """What hatchling calls for a wheel."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the guide beside the build and have it packed."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root / "tools"))
        from guide_page import write_guide

        self.folder = tempfile.TemporaryDirectory()
        write_guide(root / "docs" / "guide", Path(self.folder.name))
        build_data["force_include"][self.folder.name] = "tspi_sched/guide"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Take away what was written."""
        if version != "editable":
            self.folder.cleanup()
