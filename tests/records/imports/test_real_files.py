"""The real files go in whole, where they are at hand; their invented twins always run."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tenglong.records.imports.actions import apply, stage, undo
from tenglong.records.imports.queries import counts, reasons
from tenglong.records.registry.models import Enterprise, Observation

DATA = Path(__file__).parents[4] / "shared" / "data"
AT = datetime(2026, 1, 5, tzinfo=UTC)
FILES = {
    "enterprises/registry_quzhou_suichang.csv": ("enterprises", 1913),
    "project_facts/named_projects.csv": ("projects", 11),
    "project_facts/rollups.csv": ("rollups", 23),
}


@pytest.mark.parametrize("path", FILES)
def test_a_real_file_goes_in_and_out(province, people, path: str):
    kind, rows = FILES[path]
    if not (DATA / path).exists():
        pytest.skip("not at hand")
    data = (DATA / path).read_bytes()
    began = time.perf_counter()
    batch = apply(batch_id=stage(kind=kind, data=data, name=path, by=province, at=AT).pk, by=province, at=AT)
    took = time.perf_counter() - began
    assert (batch.rows_read, counts(batch)["new"], reasons(batch)) == (rows, rows, [])
    assert took < 10
    assert undo(batch_id=batch.pk, by=province, at=AT) == ()
    assert not Enterprise.objects.exists()
    assert not Observation.objects.exists()
    partly = stage(kind=kind, data=data, name=path, by=people.officer, at=AT)
    assert counts(partly)["new"] + dict(reasons(partly))["不在授权区划"] == rows
