"""The clocks of steps and of the case."""

from dataclasses import replace
from datetime import date

from tests.core.procedure.sample import BUYBACK, moment

from tenglong.core.decreed import seed_calendar
from tenglong.core.procedure import Act, CaseState, Move, apply, case_reading, start, step_reading

CALENDAR = seed_calendar()
FACTS: dict[str, object] = {"有抵押": True}


def moved(state: CaseState, move: Move, day: int) -> CaseState:
    return apply(BUYBACK, state, move, FACTS, moment(day))


def test_a_step_has_its_limit_the_warning_of_the_procedure_and_its_pauses_in_words() -> None:
    state = start(BUYBACK, FACTS, moment(4))
    state = moved(state, Move(Act.PAUSE, "verify", reason="expert"), 6)
    state = moved(state, Move(Act.RESUME, "verify"), 8)
    reading = step_reading(BUYBACK, state.step("verify"), FACTS, moment(11), CALENDAR)
    assert reading is not None
    assert (reading.due_on, reading.warn_on) == (date(2024, 3, 20), date(2024, 3, 18))
    assert reading.lines[1] == "2024-03-06 至 2024-03-08 停钟（专家评审），退还 2 个工作日。"


def test_a_finished_step_says_how_long_it_took() -> None:
    state = moved(start(BUYBACK, FACTS, moment(4)), Move(Act.FINISH, "verify"), 7)
    reading = step_reading(BUYBACK, state.step("verify"), FACTS, moment(28), CALENDAR)
    assert reading is not None
    assert (reading.used, reading.stopped_on) == (3, date(2024, 3, 7))


def test_a_step_without_a_limit_or_not_yet_open_has_no_clock() -> None:
    state = start(BUYBACK, FACTS, moment(4))
    assert step_reading(BUYBACK, state.step("appraise"), FACTS, moment(5), CALENDAR) is None
    state = moved(moved(state, Move(Act.FINISH, "verify"), 5), Move(Act.FINISH, "appraise"), 6)
    assert step_reading(BUYBACK, state.step("decide"), FACTS, moment(7), CALENDAR) is None
    assert case_reading(replace(BUYBACK, limits=()), state, FACTS, moment(7), CALENDAR) is None


def test_a_new_round_has_a_fresh_clock_and_the_case_keeps_its_paused_days() -> None:
    state = moved(start(BUYBACK, FACTS, moment(4)), Move(Act.FINISH, "verify"), 5)
    state = moved(state, Move(Act.PAUSE, "appraise", reason="expert"), 6)
    state = moved(state, Move(Act.RETURN, "appraise", to="verify", reason="权属变了"), 8)
    state = moved(state, Move(Act.FINISH, "verify"), 11)
    step, case = (
        step_reading(BUYBACK, state.step("appraise"), FACTS, moment(12), CALENDAR),
        case_reading(BUYBACK, state, FACTS, moment(12), CALENDAR),
    )
    assert step is not None
    assert case is not None
    assert (step.used, step.paused_days) == (1, 0)
    assert (case.used, case.paused_days) == (4, 2)


def test_the_clock_of_the_case_stands_while_any_step_is_paused() -> None:
    state = moved(start(BUYBACK, FACTS, moment(4)), Move(Act.FINISH, "verify"), 5)
    state = moved(state, Move(Act.PAUSE, "appraise", reason="expert"), 6)
    state = moved(state, Move(Act.PAUSE, "release", reason="expert"), 7)
    reading = case_reading(BUYBACK, state, FACTS, moment(12), CALENDAR)
    assert reading is not None
    assert (reading.paused, reading.used, reading.paused_days) == (True, 2, 4)
