"""Reminders that the program sends: on the days of the template, once, to whoever has not answered."""

import pytest
from tests.records.trial import moment
from tests.rounds import COLLECTION, TOWNS, answer_all, fill, sign

from tenglong.core.clocks import china_time
from tenglong.records.cases.models import Entry
from tenglong.records.cases.queries import list_waiting
from tenglong.records.rounds.actions import freeze, merge, open_round, remind, reopen, send_back
from tenglong.records.rounds.reminding import remind_due
from tenglong.records.rounds.standing import list_standing

AT = moment("2022-08-02 09:00")  # due on 2022-08-08; reminders three days before, on that day, one day after


@pytest.fixture
def july(towns):
    return open_round(collection=COLLECTION, period="2022-07", by=towns.asks, at=AT)


def sweep(*days):
    """How many are reminded on each of these days of August."""
    return [remind_due(at=moment(f"2022-08-{day:02} 00:00")) for day in days]


def test_whoever_has_not_answered_is_reminded_on_each_of_the_days_once(towns, july):
    assert sweep(3, 4) == [0, 0]
    assert sweep(5, 5, 6, 7) == [len(TOWNS), 0, 0, 0]
    answer_all(towns, july, moment("2022-08-07 10:00"), but=("hangbu", "fushan"))
    assert sweep(8, 8, 9, 10, 20) == [2, 0, 2, 0, 0]
    lines = Entry.objects.filter(act="remind", at__gte=moment("2022-08-08 00:00"))
    assert {(line.by, line.words) for line in lines} == {("到期提醒", "2022-08-08 截止，请尽快填报、签发。")}
    told = {one.asked.addressee: one for one in list_standing(towns.asks, july, at=moment("2022-08-09 10:00"))}
    assert (told["hangbu"].reminders, str(told["hangbu"].reminded_on)) == (3, "2022-08-09")
    assert told["huayuan"].reminders == 1


def test_it_stands_with_what_waits_for_whoever_has_the_step_in_hand(towns, july):
    fill(towns, july, "hangbu", AT)
    sweep(5)
    at = moment("2022-08-05 09:00")
    (signing,) = list_waiting(towns.leaders["hangbu"], at=at)
    assert signing.reminded == "催报 1 次：2022-08-08 截止，请尽快填报、签发。"
    remind(found=july, by=towns.asks, at=at, words="请今天报", only=("fushan",))
    (filling,) = list_waiting(towns.clerks["fushan"], at=at)
    assert filling.reminded == "催报 2 次：请今天报"
    sign(towns, july, "hangbu", at)
    send_back(found=july, addressee="hangbu", reason="请核", by=towns.asks, at=at)
    (again,) = list_waiting(towns.clerks["hangbu"], at=at)
    assert again.reminded == ""
    fill(towns, july, "fushan", at)
    sign(towns, july, "fushan", at)
    send_back(found=july, addressee="fushan", reason="请核", by=towns.asks, at=moment("2022-08-05 15:00"))
    (again,) = list_waiting(towns.clerks["fushan"], at=moment("2022-08-05 16:00"))
    assert again.reminded == ""  # those were of the time before


def test_whoever_was_reminded_by_hand_that_day_is_not_reminded_again(towns, july):
    remind(found=july, by=towns.asks, at=moment("2022-08-05 08:00"), only=("hangbu",))
    assert sweep(5) == [len(TOWNS) - 1]


@pytest.mark.usefixtures("july")
def test_what_nothing_served_on_is_sent_within_days_and_not_later():
    assert sweep(7) == [len(TOWNS)]  # that of the 5th
    assert sweep(12) == [0]  # that of the 9th
    assert {china_time(line.at).day for line in Entry.objects.filter(act="remind")} == {7}


def test_nobody_is_reminded_of_a_round_that_is_merged(towns, july):
    answer_all(towns, july, AT)
    merge(found=july, by=towns.asks, at=AT)
    freeze(found=july, by=towns.asks, at=AT)
    reopen(found=july, addressee="hangbu", reason="漏报", by=towns.asks, at=AT)
    assert sweep(5, 8, 9) == [0, 0, 0]
