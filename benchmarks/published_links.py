"""Precision and recall of linking on published sets, read from a folder that is given; without one there is nothing.

Files looked for: `Fodors-Zagats.txt`, `DBLP-ACM.txt` (labelled pairs, `COL name VAL …`, a tab between the sides and the
label), `dataset4a.csv` and `dataset4b.csv` (Febrl: 5,000 persons and a damaged copy of each). None of them is of
Chinese firms: they say whether what is merged without asking is right where the rules were not made for it. A name is
a restaurant, a title, a person; an address is the address, or the authors. Goal: precision 0.99 on each.
"""

import argparse
import csv
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from benchmarks.linking import PRECISION, lower
from tenglong.core.identity import Places
from tenglong.core.linking import Band, Mention, judge, read_mention
from tenglong.engines.linking import link

Cells = Mapping[str, str]
NOWHERE = Places()
CELL = re.compile(r"COL (\w+) VAL (.*?) ?(?=COL \w+ VAL|$)")


def restaurant(cells: Cells) -> Mention:
    """A restaurant by its name, where it stands."""
    return Mention(plain(cells["name"]), "", plain(f"{cells['addr']} {cells['city']}"))


def paper(cells: Cells) -> Mention:
    """A paper by its title and year, of its authors."""
    return Mention(plain(f"{cells['title']} {cells['year']}"), "", plain(cells["authors"]))


def person(cells: Cells) -> Mention:
    """A person, at home."""
    home = f"{cells['street_number']} {cells['address_1']} {cells['suburb']}"
    return Mention(plain(f"{cells['given_name']} {cells['surname']}"), "", plain(home))


def plain(text: str) -> str:
    """Letters and digits alone: the sets write signs as words of their own."""
    return re.sub(r"[^a-z0-9]", "", text)


PAIRED: Mapping[str, Callable[[Cells], Mention]] = {"Fodors-Zagats": restaurant, "DBLP-ACM": paper}


def labelled(path: Path, mention: Callable[[Cells], Mention]) -> list[tuple[bool, bool]]:
    """Of each pair whether it is one, and whether it is merged: a record that fits several is asked about."""
    judged, fits = [], Counter[Mention]()
    for line in path.read_text(encoding="utf-8").splitlines():
        *sides, label = line.split("\t")
        left, right = (mention(dict(CELL.findall(side))) for side in sides)
        same = judge(read_mention(left, NOWHERE), read_mention(right, NOWHERE)).band is Band.SAME
        judged.append((label == "1", left, right, same))
        fits.update({left, right} if same else ())
    return [(true, same and fits[left] == 1 and fits[right] == 1) for true, left, right, same in judged]


def febrl(folder: Path) -> list[tuple[bool, bool]]:
    """The pairs merged among all of both files, and those that were not."""
    sides = []
    for name in ("dataset4a.csv", "dataset4b.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            sides.append([*csv.DictReader(file, skipinitialspace=True)])
    tables = [
        pa.table({column: [getattr(person(row), column) for row in side] for column in ("name", "code", "address")})
        for side in sides
    ]
    ids = [[row["rec_id"].split("-")[1] for row in side] for side in sides]
    merged = [
        ids[0][row["left_row"]] == ids[1][row["right_row"]]
        for row in link(*tables, NOWHERE).to_pylist()
        if row["band"] == "SAME"
    ]
    there = len(set(ids[0]) & set(ids[1]))
    return [(true, True) for true in merged] + [(True, False)] * (there - sum(merged))


def main(argv: Sequence[str]) -> int:
    """Print precision with its interval's lower end, and recall; 1 when a set is below the goal."""
    options = argparse.ArgumentParser(prog="published_links", description="precision and recall on published sets")
    options.add_argument("folder", type=Path, nargs="?", help="where the sets are")
    folder = options.parse_args(argv).folder
    if folder is None:
        print("no folder given: nothing is measured")
        return 0
    found = {name: labelled(folder / f"{name}.txt", mention) for name, mention in PAIRED.items()}
    found["Febrl 4"] = febrl(folder)
    print("| set | true pairs | merged | precision (at least) | recall |\n|---|---|---|---|---|")
    met = True
    for name, pairs in found.items():
        there, merged = sum(true for true, _ in pairs), sum(same for _, same in pairs)
        right = sum(true and same for true, same in pairs)
        share = f"{right / merged:.4f} ({lower(right, merged):.4f})" if merged else "–"
        print(f"| {name} | {there:,} | {merged:,} | {share} | {right / there:.3f} |")
        met &= merged == 0 or right / merged >= PRECISION
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
