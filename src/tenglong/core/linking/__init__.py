"""Do two bureaus' records mean one enterprise? A pair judged with evidence, in three bands."""

from .judge import Band, Evidence, Judgement, judge
from .reading import Mention, Read, read_mention
from .scale import SCALE, Scale
from .settling import settle

__all__ = ["SCALE", "Band", "Evidence", "Judgement", "Mention", "Read", "Scale", "judge", "read_mention", "settle"]
