"""Has each sandbox a processor of its own, as far as there are as many?"""

import os

import pytest
from runners import said

from autograder.grading.run import Runner
from autograder.sandbox import processor
from autograder.sandbox.processor import Processor, patient

pytestmark = pytest.mark.skipif(len(processor.ALL) < 2, reason="there is one processor for all")
WHERE = "import os\nprint(sorted(os.sched_getaffinity(0)))"


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """As if no other sandbox were on this machine, and two processors in it."""
    monkeypatch.setattr(processor, "NAME", f"\0course-test-{os.getpid()}-")
    monkeypatch.setattr(processor, "ALL", set(sorted(processor.ALL)[:2]))


def test_have_no_two_the_same_and_those_beyond_all():
    three = [Processor() for _ in range(3)]
    try:
        assert sorted(map(sorted, (one.ours for one in three[:2]))) == [[number] for number in sorted(processor.ALL)]
        assert three[2].ours == processor.ALL
        three[0].close()
        freed = Processor()
        assert freed.ours == three[0].ours
        freed.close()
    finally:
        for one in three:
            one.close()


def test_does_a_submission_run_on_its_own_and_the_judge_beside_it():
    before = os.sched_getaffinity(0)
    one, other = Runner(), Runner()
    try:
        places = [said(runner, WHERE) for runner in (one, other, one)]
        assert places[0] == places[2] != places[1]
        assert {place.strip() for place in places} == {f"[{number}]" for number in processor.ALL}
        with one.sandbox().processor.only():
            assert f"{sorted(os.sched_getaffinity(0))}\n" == places[0]
    finally:
        one.close()
        other.close()
    assert os.sched_getaffinity(0) == before


def test_does_a_judge_that_waits_not_interrupt_and_is_it_as_before_afterwards():
    before = os.sched_getscheduler(0)
    with pytest.raises(ZeroDivisionError), patient():
        assert os.sched_getscheduler(0) == os.SCHED_BATCH
        1 / 0  # noqa: B018
    assert os.sched_getscheduler(0) == before


def test_is_it_no_matter_where_the_system_does_not_allow_it(monkeypatch):
    monkeypatch.setattr(os, "sched_setscheduler", lambda *_: (_ for _ in ()).throw(PermissionError()))
    with patient():
        pass
    monkeypatch.delattr(os, "sched_setscheduler")
    with patient():
        pass
