"""Whatever is sent to the API, the answer is what its schema says: no 500, no traceback, no other shape.

`dev soak` runs the same with more examples; TENGLONG_API_EXAMPLES says how many for each operation and mode.
"""

import logging
import os

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS
from tests.api.clients import key_for
from tests.people import FIRM_CODE, ROLES
from tests.web import scored
from tests.web.county import moment

from tenglong.records.clients.scopes import SCOPES
from tenglong.records.imports.actions import stage

EXAMPLES = int(os.environ.get("TENGLONG_API_EXAMPLES", "2"))
CHECKED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
FEW = settings(
    max_examples=EXAMPLES,
    phases=(Phase.generate,),
    database=None,
    deadline=None,
    derandomize=EXAMPLES < 10,
    suppress_health_check=list(HealthCheck),
)
SENSIBLE = {  # questions that get as far as the tables
    "search": ["厂", "%", "sq 石"],
    "where": [
        ["scale:is:规上"],
        ["面积:since:10", "name:has:东"],
        ["industry:empty:", "区划:is:3308"],
        ["code:is:\u0000"],
    ],
    "order": ["name", "-area_mu", "value"],
    "on": ["2022-06-30", "1900-01-01"],
    "period": ["2022", "2022Q2", "2022-07", "2022-07..09"],
    "start": ["0", "1000000"],
    "count": ["true"],
}
CSV = "企业名称,统一社会信用代码,注册日期,地区\n青禾五金有限公司,91330802MA0TL0003L,2017-05-31,衢江区\n"


@pytest.fixture
def places(county) -> dict[str, list[str]]:
    """What is there, by the name that addresses have for it."""
    officer = county.people.officer
    scored.settle_firms()
    scored.settle_figures()
    run = scored.publish(officer).pk
    batch = stage(kind="enterprises", data=CSV.encode(), name="名录.csv", by=officer, at=moment("2023-02-01 09:00")).pk
    numbers = [county.buyback, county.request]
    return {
        "/registers": {"kind": ["enterprise", "parcel", "occupancy", "observation"], "row": [FIRM_CODE]},
        "/cases": {"number": numbers},
        "/evidence": {"paper": [county.photo]},
        "/measures": {"key": ["cleanup.freed", "evaluation.tax_per_mu"]},
        "/runs": {"run": [run], "subject": [FIRM_CODE]},
        "/reports": {"key": ["briefing.monthly"]},
        "/imports": {"batch": [batch]},
    }


def test_whatever_is_sent_is_answered_as_the_schema_says(places, county, settings):
    settings.API_REQUESTS_A_MINUTE = 10**9
    logging.disable(logging.WARNING)
    keys = ["", "tl_guess", *(key_for(getattr(county.people, role), *SCOPES) for role in ROLES)]
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    for found in schema.get_all_operations():
        operation = found.ok()
        known = next((one for start, one in places.items() if operation.path.startswith(f"/api/v1{start}")), {})
        for mode in GenerationMode:
            ask(operation, mode, keys, known)
    logging.disable(logging.NOTSET)


def ask(operation, mode: GenerationMode, keys: list[str], known: dict[str, list]) -> None:
    """So many requests of one operation, half of them about what is there, by anybody."""
    checks = [CHECKS.get_one(name) for name in CHECKED]
    officers = [key for key in keys[2:3] for _ in keys]  # half of them by whom most is open to

    @FEW
    @given(st.data())
    def send(data: st.DataObject) -> None:
        case = data.draw(operation.as_strategy(generation_mode=mode))
        if data.draw(st.booleans()):
            there = {name: data.draw(st.sampled_from(of)) for name, of in known.items() if name in case.path_parameters}
            case.path_parameters = {**case.path_parameters, **there}
        if operation.path.endswith(("/rows", "{key}")) and data.draw(st.booleans()):
            case.query = {
                name: data.draw(st.sampled_from(of)) for name, of in SENSIBLE.items() if data.draw(st.booleans())
            }
        key = data.draw(st.sampled_from(officers + keys))
        case.headers = {**(case.headers or {}), **({"Authorization": f"Bearer {key}"} if key else {})}
        case.call_and_validate(checks=checks)

    try:
        send()
    except Exception as problem:
        raise AssertionError(f"{operation.label}, {mode.value}") from problem
