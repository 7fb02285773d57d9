"""A table of enterprises taken in: ours against the bare read and against django-import-export on the same file.

`read` only turns the file into rows. `ours` stages (a verdict on every row, kept with what it would change), then
applies by pieces (checks anew, audit, versions, pinyin), with pauses so that others can write, which are in the
time. `import-export, bulk` writes the same columns as fast as it can: no preview, no
difference, no audit, no history, nobody else's writes looked at, nothing to undo. `import-export` is what it does by
itself, row by row. Each runs in a process of its own, so that memory can be told. Everything is new to the registry.
"""

import argparse
import csv
import json
import multiprocessing
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.county import START, settle, throw_away
from benchmarks.filled import firm

HEAD = {
    "name": "企业名称", "code": "统一社会信用代码", "registered_on": "注册日期", "capital_wan": "注册资金（万元）",
    "address": "注册地址", "scope": "经营范围", "industry": "行业", "region_code": "区划",
}  # fmt: skip
MOST_BY_ROW = 20_000  # rows that import-export is given row by row
BULK, BY_ROW = "import-export, bulk", "import-export"


def write(rows: int, shape: str, folder: Path) -> Path:
    """The table."""
    from tenglong.workbooks import write_separated, write_table  # noqa: PLC0415

    path = folder / f"firms.{shape}"
    lines = [[firm(number)[field] for field in HEAD] for number in range(1, rows + 1)]
    path.write_bytes((write_table if shape == "xlsx" else write_separated)(list(HEAD.values()), lines))
    return path


def read(path: Path) -> dict[str, float]:
    """Turn the file into rows."""
    if path.suffix == ".xlsx":
        from python_calamine import CalamineWorkbook  # noqa: PLC0415  only this one pays for it

        CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    else:
        with path.open(encoding="utf-8-sig", newline="") as file:
            list(csv.reader(file))
    return {}


def ours(path: Path) -> dict[str, float]:
    """Stage and apply."""
    from tenglong.records.imports import actions  # noqa: PLC0415  django must be set up before
    from tenglong.records.people.rights import Program  # noqa: PLC0415

    by, began = Program("基准测试"), time.perf_counter()
    batch = actions.stage(kind="enterprise", data=path.read_bytes(), name=path.name, by=by, at=START)
    staged = time.perf_counter() - began
    batch = actions.apply(batch_id=batch.pk, by=by, at=START)
    refused = batch.rows.exclude(verdict="new").values_list("sentence", flat=True)
    return {"staged": staged, "rows": batch.rows.filter(verdict="new").count(), "refused": list(refused[:3])}


def peer(path: Path, bulk: bool) -> dict[str, float]:
    """django-import-export into the same columns."""
    from import_export.resources import ModelResource  # noqa: PLC0415  django must be set up before
    from tablib import Dataset  # noqa: PLC0415

    from benchmarks.plain.models import Enterprise as Plain  # noqa: PLC0415

    class Firms(ModelResource):
        class Meta:
            model = Plain
            fields = tuple(HEAD)
            import_id_fields = ("code",)
            use_bulk = skip_diff = bulk
            batch_size = 1000

    kind = path.suffix[1:]
    data = Dataset().load(path.read_bytes() if kind == "xlsx" else path.read_text("utf-8-sig"), format=kind)
    data.headers = list(HEAD)
    result = Firms().import_data(data, raise_errors=True)
    return {"rows": result.totals["new"] if not bulk else Plain.objects.count() - 1}


def run(name: str, path: Path, told: Path) -> None:
    """One contestant, in this process: its seconds and memory as JSON. The peer is let in once the tables are made."""
    if name == "read":
        _tell(read, path, told)
        return
    with throw_away() as home:
        settle()
        if name == "ours":
            _tell(ours, path, told)
        else:
            _alone(peered, name, path, told, home)


def peered(name: str, path: Path, told: Path, home: Path) -> None:
    """In that process."""
    os.environ |= {"TENGLONG_HOME": str(home), "DJANGO_SETTINGS_MODULE": "benchmarks.plain.settings"}
    import django  # noqa: PLC0415  the folder must be known before

    django.setup()
    _tell(lambda path: peer(path, name == BULK), path, told)


def _tell(work: Callable[[Path], dict[str, float]], path: Path, told: Path) -> None:
    began = time.perf_counter()
    found = work(path)
    found["seconds"] = time.perf_counter() - began
    peak = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    found["mb"] = int(peak[1]) / 1e3 if peak else 0
    told.write_text(json.dumps(found))


def _alone(work: object, *arguments: object) -> None:
    process = multiprocessing.get_context("spawn").Process(target=work, args=arguments)
    process.start()
    process.join()


def compare(rows: int, shape: str, folder: Path) -> None:
    """Print the table of one size."""
    path, found = write(rows, shape, folder), {}
    for name in ("read", "ours", BULK, BY_ROW):
        if name == BY_ROW and rows > MOST_BY_ROW:
            continue
        told = folder / "told.json"
        _alone(run, name, path, told)
        found[name] = json.loads(told.read_text())
        told.unlink()
    print(f"\n{rows:,} rows, {shape}, {path.stat().st_size / 1e6:.1f} MB")
    print(f"{'':22}{'seconds':>9}{'rows/s':>9}{'MB':>7}{'times read':>12}{'times bulk':>12}")
    for name, one in found.items():
        against = [one["seconds"] / found[other]["seconds"] for other in ("read", BULK)]
        parts = f"  staging {one['staged']:.1f} s" if "staged" in one else ""
        print(
            f"{name:22}{one['seconds']:>9.2f}{rows / one['seconds']:>9.0f}{one['mb']:>7.0f}"
            f"{against[0]:>12.1f}{against[1]:>12.2f}{parts}", flush=True,
        )  # fmt: skip
    short = [one["refused"] for one in found.values() if one.get("refused")]
    short += [name for name, one in found.items() if one.get("rows", rows) != rows]
    if short:
        raise SystemExit(f"not every row went in: {short}")
    print("import-export keeps no audit, verdicts, versions or pinyin, and undoes nothing: ours does in this time.")


def main(argv: Sequence[str] | None = None) -> int:
    """Print seconds, rows a second, peak memory and ratios."""
    parser = argparse.ArgumentParser(prog="imports", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[2_000, 20_000, 200_000])
    parser.add_argument("--shapes", nargs="+", choices=["csv", "xlsx"], default=["csv", "xlsx"])
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        for rows in args.rows:
            for shape in args.shapes:
                compare(rows, shape, Path(folder))
    return 0


if __name__ == "__main__":
    sys.exit(main())
