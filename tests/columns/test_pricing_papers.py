"""Papers of one track that take longer to write for some: nobody marks one before it has ended."""

from dataclasses import replace

from tests.support.column_sessions import bounding_problem, network_of, node_of, priced
from tests.support.locking import paper
from tests.support.random_sessions import optimum
from tests.support.sessions import MONDAY, at, ruled
from tests.support.tempting import roomed, small
from tspi_sched.columns.build_network import mixed, without_waits
from tspi_sched.problem import Candidate, Day, ExtraTime, Invigilator, Lock, MealRules, Problem, Room


def late() -> Problem:
    """A panel that hears three: papers end at 10:00 and, of C2, at 12:00, and the one of C3 at 11:30."""
    twice = (ExtraTime("MSP", minutes=120),)
    first = (Candidate("C1", "Nom1", ("CCP1",)), Candidate("C2", "Nom2", ("CCP1",), extra_time=twice))
    people = (*first, Candidate("C3", "Nom3", ("CCP2",)))
    problem = small(days=(Day(MONDAY, at("08:00"), at("15:00")),), candidates=people)
    problem = roomed(problem, Room("S2", ("MSP",), 10))
    problem = replace(problem, invigilators=(*problem.invigilators, Invigilator("V2", "Garde")))
    written = replace(paper("C1").task, room=None, invigilators=())
    last = replace(written, candidate="C3", track="CCP2", start=at("10:30"), end=at("11:30"))
    locks = (Lock(written, frozenset({"start"})), Lock(last, frozenset({"start"})))
    return ruled(replace(problem, locks=locks), grid_minutes=15, changeover_minutes=15, meal=MealRules(0))


def test_no_paper_is_marked_before_it_has_ended() -> None:
    """The panel marks and hears C1 from 10:00 to 11:15 (15 + 15 + 30 + 15), C3 from 11:30 to 13:45 and C2 until 15:00:
    they wait 30, 30 and 135. If C2 is heard before C3, it gets too late. Were the paper of C2 marked at 11:15, when
    there is time to spare, C2 would be heard from 14:00 on, and wait 120.
    """
    network = network_of(late())
    node = node_of(network, CCP1="08:00", CCP2="10:30")
    assert optimum(late(), "waiting", bare=True) == 195
    for same, least in ((network, 195), (mixed(network), 180)):
        asks = bounding_problem(same, "waiting", {})
        assert asks.bound(priced(asks, node).bound) == least


def test_where_waits_do_not_matter_papers_of_any_length_are_heard_as_one_sort() -> None:
    """Nothing of presence is lost: two members from 10:15 until 15:00, all that the session needs of them."""
    network = network_of(late())
    assert len(without_waits(network).job_types) == len(network.job_types) == 3
    alike = without_waits(mixed(network))
    assert sorted(len(sort.jobs) for sort in alike.job_types) == [1, 2]
    assert all(sort.example.written == min(job.written for job in sort.jobs) for sort in alike.job_types)
    node = node_of(network, CCP1="08:00", CCP2="10:30")
    bounds = [
        asks.bound(priced(asks, node).bound)
        for asks in (bounding_problem(n, "presence", {}) for n in (alike, mixed(network)))
    ]
    assert bounds == [optimum(late(), "presence", bare=True)] * 2
