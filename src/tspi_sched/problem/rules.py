"""The parameters of the rules, and what must stay as an earlier plan has it."""

from dataclasses import dataclass, replace

from tspi_sched.plan import Task

LOCK_PARTS = ("day", "start", "room", "panel", "invigilators")


@dataclass(frozen=True, slots=True)
class MspRules:
    """Parameters of the written paper."""

    waves: int = 1
    waves_overlap: bool = True
    mix_tracks: bool = True
    candidates_per_invigilator: int = 20
    turnover_minutes: int = 15
    """From the end of a sitting to the next one in that room, and of each of its invigilators, at least."""


@dataclass(frozen=True, slots=True)
class PanelRules:
    """Parameters of the panels; `mode` is ``given``, ``daily`` or ``free``."""

    mode: str = "daily"
    size: int = 2
    min_professionals: int = 1
    use_reserve: bool = False
    substitutes: str | None = None
    """Who completes a named panel that lacks a member: ``none``, ``reserve`` or ``anyone``; None, here and below: as
    `rules_in_force` says."""


@dataclass(frozen=True, slots=True)
class MemberRules:
    """Limits of a member's day; None: no limit."""

    max_candidates_per_day: int | None = None
    max_duty_minutes_per_day: int | None = None


@dataclass(frozen=True, slots=True)
class MealRules:
    """The free stretch that everybody has on a day with a task; `window` in minutes from midnight."""

    minutes: int = 45
    window: tuple[int, int] = (690, 840)


@dataclass(frozen=True, slots=True)
class MarkingRules:
    """`before`: ``candidate`` (each paper before its own orals) or ``all``; `minutes` per track replace the title's."""

    before: str = "candidate"
    minutes: tuple[tuple[str, int], ...] = ()
    delay_minutes: int = 5
    """From the end of a candidate's paper to its marking, at least."""
    handover: str | None = None
    """Whether a marking counts for a panel that shares ``all`` its members with it, or at least ``one``."""


@dataclass(frozen=True, slots=True)
class DeliberationRules:
    """`position`: ``after_each`` or ``end_of_day``; `minutes` None means the title's."""

    position: str = "after_each"
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """Every parameter of the rules, under the names of the scenario file, with their defaults."""

    grid_minutes: int = 5
    allow_unplaced: bool = False
    rest_after_msp_minutes: int = 0
    rest_between_tracks_minutes: int = 15
    oral_gap_max_minutes: int = 0
    changeover_minutes: int = 5
    msp_and_orals: str = "any"
    oral_rooms: str = "single"
    transfer_minutes: int = 5
    projector_setup_minutes: int = 5
    closing_minutes: int = 0
    max_wait_minutes: int | None = None
    notice_minutes: int | None = None
    """How long after `now` an earlier call, or a call to another day, must be."""
    slide_minutes: int | None = None
    """By how much a call may be later the same day without counting as a new one."""
    msp: MspRules = MspRules()
    panel: PanelRules = PanelRules()
    member: MemberRules = MemberRules()
    meal: MealRules = MealRules()
    marking: MarkingRules = MarkingRules()
    deliberation: DeliberationRules = DeliberationRules()
    final_interview_minutes: int | None = None
    """Minutes of the final interview after the last certificate; None means the title's."""


def rules_in_force(rules: Rules, replanned: bool) -> Rules:
    """The rules with what the scenario does not state: after an incident other defaults than before one."""
    substitutes, handover, notice, slide = ("anyone", "one", 60, 30) if replanned else ("none", "all", 0, 0)
    return replace(
        rules,
        allow_unplaced=rules.allow_unplaced or replanned,
        panel=replace(rules.panel, substitutes=rules.panel.substitutes or substitutes),
        marking=replace(rules.marking, handover=rules.marking.handover or handover),
        notice_minutes=notice if rules.notice_minutes is None else rules.notice_minutes,
        slide_minutes=slide if rules.slide_minutes is None else rules.slide_minutes,
    )


@dataclass(frozen=True, slots=True)
class Lock:
    """The `parts` of a `task` that must be as they are in it: names of `LOCK_PARTS`."""

    task: Task
    parts: frozenset[str]
