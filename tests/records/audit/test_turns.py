"""Writers of one process take turns in the order in which they come."""

import threading
import time

from tenglong.records.audit.turns import Turns


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
