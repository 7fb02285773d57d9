"""Enterprises: the list, and the page of one with its land, its yearly facts, its cases and its evidence."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenglong.records.cases.queries import list_cases
from tenglong.records.files.queries import list_evidence
from tenglong.records.people.rights import can
from tenglong.records.registry.land import get_land
from tenglong.records.registry.queries import get_enterprise, list_enterprises, list_observations, list_occupancies
from tenglong.web import asked, clock
from tenglong.web.doors import signed_in
from tenglong.web.frame import tabs
from tenglong.web.panels.case_lines import case_lines
from tenglong.web.panels.columns import sorted_columns
from tenglong.web.panels.firm import firm_on, land_words
from tenglong.web.panels.observations import by_metric
from tenglong.web.scores.score import years_of

COLUMNS = (
    ("企业名称", "name", False),
    ("统一社会信用代码", "code", False),
    ("行业", "industry", False),
    ("规模", "scale", False),
    ("注册日期", "registered_on", False),
    ("注册资金", "capital_wan", True),
)


@signed_in
@require_GET
def enterprises(request: HttpRequest) -> HttpResponse:
    """The list: searched by characters, code or pinyin initials, sorted by any column."""
    searched = asked.words(request)
    columns, order = sorted_columns(request, COLUMNS, "code")
    rows = list_enterprises(request.user, search=searched, order=order)
    scale = asked.choice(request, "scale", "规模", [("规上", "规上"), ("规下", "规下")])
    if scale["chosen"]:
        rows = rows.filter(scale=scale["chosen"])
    context = {
        "station": "评价",
        "tabs": tabs("评价", "enterprises"),
        "page": asked.page_of(request, rows),
        "columns": columns,
        "searched": searched,
        "choices": [scale],
        "may_import": can(request.user, "import"),
    }
    return render(request, "web/enterprises.html", context)


@signed_in
@require_GET
def enterprise(request: HttpRequest, code: str) -> HttpResponse:
    """One enterprise as of a day."""
    by, now = request.user, clock.now()
    found = get_enterprise(by, code)
    on: date = asked.day(request, "on", now.date())
    land = get_land(by, code, on=on)
    context = {
        "station": "评价",
        "enterprise": found,
        "firm": firm_on(by, found, on),
        "may_register": can(by, "register", region=found.region_code),
        "on": on,
        "today": now.date(),
        "land": land,
        "land_words": land_words(land),
        "occupancies": list_occupancies(by, enterprise_code=code).order_by("-from_on"),
        "observations": by_metric(list_observations(by, enterprise_code=code)),
        "cases": case_lines(by, list_cases(by, order="opened").filter(enterprise_code=code), now),
        "evidence": list_evidence(by, enterprise_code=code),
        "years": years_of(by, code),
        "subject": f"enterprise:{code}",
        "may_attach": can(by, "attach", region=found.region_code, enterprise=code),
    }
    return render(request, "web/enterprise.html", context)
