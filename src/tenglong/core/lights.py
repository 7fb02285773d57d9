"""Lights: green, yellow, red or grey from what a clock says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tenglong.core.clocks import Reading, Unit


class Light(StrEnum):
    """`GREY`: the clock is paused, or there is no limit."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Lit:
    """A light and its words."""

    light: Light
    words: str


NO_LIMIT = Lit(Light.GREY, "无时限")
_WORST = (Light.RED, Light.YELLOW, Light.GREEN, Light.GREY)


def worst(clock: Lit, rules: Sequence[Lit]) -> Lit:
    """The light of a case: the worst of its clock and its rules.

    Rules that hold light nothing while the clock says something itself, and green where there is no clock.
    """
    lit = [one for one in (clock, *rules) if one.light in (Light.RED, Light.YELLOW)]
    if lit:
        light = min((one.light for one in lit), key=_WORST.index)
        return Lit(light, "；".join(one.words for one in lit if one.light is light))
    fine = [one for one in rules if one.light is Light.GREEN]
    return Lit(Light.GREEN, "各项正常") if clock == NO_LIMIT and fine else clock


def light_of(reading: Reading | None, on: date, waits: str = "") -> Lit:
    """The light of a clock on the day it was read; None: there is no limit, or it `waits` for something."""
    if reading is None:
        return Lit(Light.GREY, waits) if waits else NO_LIMIT
    unit = reading.unit.label
    if reading.paused and reading.left >= 0:
        return Lit(Light.GREY, f"已停钟，余 {reading.left} {unit}")
    day = reading.stopped_on or on
    if day > reading.due_on or reading.left < 0:
        return Lit(Light.RED, _over(reading, day))
    if reading.stopped_on:
        return Lit(Light.GREEN, f"按时办结，用 {reading.used} {unit}")
    if day == reading.due_on:
        return Lit(Light.YELLOW, "今天到期")
    return Lit(Light.YELLOW if day >= reading.warn_on else Light.GREEN, f"剩 {reading.left} {unit}")


def _over(reading: Reading, day: date) -> str:
    """Days off after the due day are no working days, but the limit is over all the same."""
    if reading.left < 0:
        words = f"超 {-reading.left} {reading.unit.label}"
    else:
        words = f"超 {(day - reading.due_on).days} {Unit.DAY.label}"
    return f"已停钟，{words}" if reading.paused else words
