"""Writers of one process take turns in the order in which they come."""

import threading
import time

from tenglong.records.audit.turns import Between, Turns


def test_whoever_came_first_is_served_first():
    turns, served = Turns(), []
    threads = []

    def write(number: int) -> None:
        with turns.one():
            served.append(number)

    with turns.one():
        for number in range(6):
            threads.append(threading.Thread(target=write, args=(number,)))
            threads[-1].start()
            while len(turns._waiting) <= number:
                time.sleep(0.001)
        assert served == []
    for thread in threads:
        thread.join()
    assert served == [0, 1, 2, 3, 4, 5]
    with turns.one():
        pass


def test_a_writer_that_fails_hands_the_turn_on():
    turns = Turns()
    try:
        with turns.one():
            raise ValueError
    except ValueError:
        pass
    with turns.one():
        assert turns._taken
    assert not turns._taken


def test_a_process_that_has_just_written_lets_one_that_waits_go_first(tmp_path):
    served, first = [], Between(tmp_path).one()
    first.__enter__()

    def write(name: str) -> None:
        with Between(tmp_path).one():
            served.append(name)
            time.sleep(0.02)

    threads = [threading.Thread(target=write, args=(name,)) for name in ("waits", "comes again")]
    for one in threads:
        one.start()
        time.sleep(0.05)
    first.__exit__(None, None, None)
    for one in threads:
        one.join()
    assert served == ["waits", "comes again"]
