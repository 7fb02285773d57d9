"""A real registry with planted noise, where it is at hand; its invented twin is in test_linking.py."""

import csv
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from tests.generative.test_linking import wilson

from tenglong.core.identity import read_company_name, read_places
from tenglong.core.linking import Band
from tenglong.engines.linking import link

REAL = Path(__file__).parents[3] / "shared" / "data" / "enterprises" / "registry_quzhou_suichang.csv"
COUNTIES = {
    "330802": "柯城区", "330803": "衢江区", "330822": "常山县", "330824": "开化县", "330825": "龙游县",
    "330881": "江山市", "331123": "遂昌县", "3308": "衢州市", "3311": "丽水市", "33": "浙江省",
}  # fmt: skip


PLACES = read_places([(name, code) for code, name in COUNTIES.items()])


def noisy(rng: Random, name: str, code: str, address: str) -> tuple[str, str, str]:
    read = read_company_name(name, PLACES)
    turn = rng.random()
    if turn < 0.25 and read.brand and not read.branch:
        name = read.core + read.legal_form
    elif turn < 0.35:
        at = rng.randrange(len(name) - 1)
        name = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    elif turn < 0.5:
        name = name.replace("（", "(").replace("有限责任公司", "有限公司")
    turn = rng.random()
    code = code if turn < 0.5 else "" if turn < 0.85 else f"{code[:10]}****{code[14:]}"
    return name, code, address if rng.random() < 0.6 else ""


@pytest.mark.skipif(not REAL.exists(), reason="the registry is not at hand")
def test_automatic_links_to_a_real_registry_are_right() -> None:
    with REAL.open(encoding="utf-8", newline="") as file:
        rows = [(row["企业名称"], row["统一社会信用代码"], row["注册地址"]) for row in csv.DictReader(file)]
    rng = Random(11)
    records = [noisy(rng, *row) for row in rows for _ in range(2)]
    tables = [
        pa.table(dict(zip(("name", "code", "address"), map(list, zip(*side, strict=True)), strict=True)))
        for side in (records, rows)
    ]
    found: dict[int, dict[int, tuple[Band, int, str]]] = {}
    for row in link(*tables, PLACES).to_pylist():
        found.setdefault(row["left_row"], {})[row["right_row"]] = (Band[row["band"]], row["weight"], row["code"])
    linked = [(left, sure) for left, fits in found.items() if (sure := only(fits)) is not None]
    right = sum(rows[sure][1] == rows[left // 2][1] for left, sure in linked)
    assert right / len(linked) >= 0.99
    assert wilson(right, len(linked))[0] >= 0.985
    assert len(linked) / len(records) >= 0.6


def only(fits: dict[int, tuple[Band, int, str]]) -> int | None:
    """The one firm that fits without asking; of several the one with the same code."""
    same = [row for row, (band, _, _) in fits.items() if band is Band.SAME]
    coded = [row for row in same if fits[row][2] == "same"]
    sure = coded or same
    return sure[0] if len(sure) == 1 else None
