"""Every key of a scenario file, its default and its bounds, table by table."""

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    StrictBool,
    WithJsonSchema,
    model_validator,
)

from tspi_sched.reading.values import clock
from tspi_sched.reading.values.cells import Unclear, shown
from tspi_sched.reading.values.near import Names
from tspi_sched.texts import _
from tspi_sched.texts import clock as as_clock
from tspi_sched.wishes import OBJECTIVES

_MOST = 1_000_000


def _one_time(value: object) -> int:
    return clock.minute(value)


def _on_the_day(minutes: int) -> int:
    if 1440 % minutes:
        raise Unclear(_("« {value} » ne divise pas la journée ; écrivez 1, 5, 10, 15, 20 ou 30").format(value=minutes))
    return minutes


def _as_table(value: object) -> object:
    """A bare name is short for a table without a tolerance."""
    if not isinstance(value, str):
        return value
    return {"name": value}


def _objective_name(value: str) -> str:
    if value not in OBJECTIVES:
        hint = Names(OBJECTIVES).hint(value) or " (" + ", ".join(OBJECTIVES) + ")"
        raise Unclear(_("objectif inconnu « {value} »{hint}").format(value=shown(value), hint=hint))
    return value


_GRIDS: list[JsonValue] = [minutes for minutes in range(1, 61) if 1440 % minutes == 0]


def _two_or_three(value: int) -> int:
    if value not in (2, 3):
        raise Unclear(_("« {value} » : un jury a 2 ou 3 membres").format(value=value))
    return value


Minutes = Annotated[int, Field(strict=True, ge=0, le=1440)]
Count = Annotated[int, Field(strict=True, ge=1, le=_MOST)]
Text = Annotated[str, Field(strict=True, min_length=1)]
ClockTime = Annotated[int, BeforeValidator(_one_time), WithJsonSchema({"type": ["string", "number"]})]


class Keys(BaseModel):
    """A table of the file: no other keys than these."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class MspKeys(Keys):
    """`[rules.msp]`"""

    waves: Count = 1
    waves_overlap: StrictBool = True
    mix_tracks: StrictBool = True
    candidates_per_invigilator: Count = 20
    turnover_minutes: Minutes = 15


class PanelKeys(Keys):
    """`[rules.panel]`; no mode: `given` if the workbook names panels, else `daily`."""

    mode: Literal["given", "daily", "free"] | None = None
    size: Annotated[int, Field(strict=True, json_schema_extra={"enum": [2, 3]}), AfterValidator(_two_or_three)] = 2
    min_professionals: Annotated[int, Field(strict=True, ge=0, le=3)] = 1
    use_reserve: StrictBool = False
    substitutes: Literal["none", "reserve", "anyone"] | None = None

    @model_validator(mode="after")
    def _professionals_fit(self) -> "PanelKeys":
        if self.min_professionals > self.size:
            message = _("min_professionals = {least} ne peut dépasser size = {size}")
            raise Unclear(message.format(least=self.min_professionals, size=self.size))
        return self


class MemberKeys(Keys):
    """`[rules.member]`"""

    max_candidates_per_day: Count | None = None
    max_duty_minutes_per_day: Annotated[int, Field(strict=True, ge=1, le=1440)] | None = None


class MealKeys(Keys):
    """`[rules.meal]`"""

    minutes: Minutes = 45
    window: Annotated[list[ClockTime], Field(min_length=2, max_length=2)] = [690, 840]

    @model_validator(mode="after")
    def _fits(self) -> "MealKeys":
        start, end = self.window
        if end <= start:
            message = _("window : {end} ne vient pas après {start}")
            raise Unclear(message.format(start=as_clock(start), end=as_clock(end)))
        if self.minutes > end - start:
            message = _("minutes = {minutes} ne tient pas entre {start} et {end} (window)")
            raise Unclear(message.format(minutes=self.minutes, start=as_clock(start), end=as_clock(end)))
        return self


class MarkingKeys(Keys):
    """`[rules.marking]`"""

    before: Literal["candidate", "all"] = "candidate"
    delay_minutes: Minutes = 5
    handover: Literal["all", "one"] | None = None
    minutes: dict[str, Minutes] = {}


class DeliberationKeys(Keys):
    """`[rules.deliberation]`"""

    position: Literal["after_each", "end_of_day"] = "after_each"
    minutes: Minutes | None = None


class FinalInterviewKeys(Keys):
    """`[rules.final_interview_last_ccp]`"""

    minutes: Annotated[int, Field(strict=True, ge=1, le=1440)] | None = None


class RulesKeys(Keys):
    """`[rules]`"""

    rest_after_msp_minutes: Minutes = 0
    rest_between_tracks_minutes: Minutes = 15
    oral_gap_max_minutes: Minutes = 0
    changeover_minutes: Minutes = 5
    msp_and_orals: Literal["any", "same_day", "different_day"] = "any"
    oral_rooms: Literal["single", "per_stage"] = "single"
    transfer_minutes: Minutes = 5
    projector_setup_minutes: Minutes = 5
    closing_minutes: Minutes = 0
    max_wait_minutes: Minutes | None = None
    notice_minutes: Minutes | None = None
    slide_minutes: Minutes | None = None
    msp: MspKeys = MspKeys()
    panel: PanelKeys = PanelKeys()
    member: MemberKeys = MemberKeys()
    meal: MealKeys = MealKeys()
    marking: MarkingKeys = MarkingKeys()
    deliberation: DeliberationKeys = DeliberationKeys()
    final_interview_last_ccp: FinalInterviewKeys = FinalInterviewKeys()


class ObjectiveKeys(Keys):
    """One objective, with how far it may be worsened."""

    name: Annotated[Text, Field(json_schema_extra={"enum": [*OBJECTIVES]}), AfterValidator(_objective_name)]
    tolerance: Annotated[int, Field(strict=True, ge=0, le=1_000_000_000)] = 0


OneObjective = Annotated[ObjectiveKeys, BeforeValidator(_as_table)]


class SolverKeys(Keys):
    """`[solver]`"""

    time_limit: Annotated[float, Field(strict=True, gt=0, le=31_536_000, allow_inf_nan=False)] = 60.0
    workers: Annotated[int, Field(strict=True, ge=0, le=1000)] = 0
    seed: Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)] = 1


class WhatIfKeys(Keys):
    """`[what_if]`; values are read as cells of the workbook are, so anything goes here."""

    without: list[Any] = []
    days: list[dict[str, Any]] | None = None
    add: dict[str, list[dict[str, Any]]] = {}
    change: dict[str, dict[str, Any]] = {}


class ScenarioKeys(Keys):
    """The whole file."""

    name: Text | None = None
    workbook: Text
    title: Text | None = None
    grid_minutes: Annotated[
        int, Field(strict=True, ge=1, le=60, json_schema_extra={"enum": _GRIDS}), AfterValidator(_on_the_day)
    ] = 5
    objectives: Annotated[list[OneObjective], Field(min_length=1)] | None = None
    allow_unplaced: StrictBool = False
    what_if: WhatIfKeys = WhatIfKeys()
    rules: RulesKeys = RulesKeys()
    solver: SolverKeys = SolverKeys()
    columns: dict[str, dict[str, Text]] = {}
