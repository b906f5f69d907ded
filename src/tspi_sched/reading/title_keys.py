"""Every key of a title file, and its bounds, table by table."""

from typing import Annotated, Literal

from pydantic import Field, StrictBool, model_validator

from tspi_sched.reading.scenario.keys import Count, Keys, Text
from tspi_sched.reading.values.cells import shown
from tspi_sched.texts import _

StageMinutes = Annotated[int, Field(strict=True, ge=1, le=1440)]


class NeedKeys(Keys):
    """One of the `needs` of a stage."""

    means: Text
    shared_by: Count = 1

    @model_validator(mode="before")
    @classmethod
    def _as_a_table(cls, value: object) -> object:
        """A bare word is a likely slip: the message shows the same word as it should be written."""
        if isinstance(value, str):
            raise ValueError(_("écrivez {expected}").format(expected=f'{{ means = "{shown(value)}" }}'))
        return value


class StageKeys(Keys):
    """`[[stages]]`"""

    code: Text
    name: Text
    kind: Literal["written", "marking", "preparation", "oral", "deliberation", "closing"]
    attends: list[Literal["candidate", "panel", "invigilator"]]
    place: Text
    projection: StrictBool = False
    needs: list[NeedKeys] = Field(default=[])


class TotalsKeys(Keys):
    """`totals` of a track: checksums"""

    candidate: StageMinutes
    panel: StageMinutes


class TrackKeys(Keys):
    """`[tracks.CODE]`"""

    name: Text
    minutes: dict[str, StageMinutes]
    totals: TotalsKeys


class CompletionKeys(Keys):
    """`[completion]`"""

    stage: Text
    minutes: StageMinutes


class TitleKeys(Keys):
    """The whole file."""

    format: Literal["tspi-sched-title"]
    code: Text
    version: Text
    name: Text
    places: Annotated[list[Text], Field(min_length=1)] | None = None
    stages: Annotated[list[StageKeys], Field(min_length=1)]
    tracks: Annotated[dict[str, TrackKeys], Field(min_length=1)]
    completion: CompletionKeys | None = None
