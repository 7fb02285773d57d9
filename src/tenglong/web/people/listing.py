"""Who there is: the list of people, the roles, and the permission table of all of them as a workbook."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenglong.records.people.queries import list_governed
from tenglong.web import asked, clock
from tenglong.web.doors import needs
from tenglong.workbooks import write_table

from .reach import COLUMNS, reaches, role_rows
from .reach import table as reach_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATES = (("on", "在用"), ("off", "停用"), ("none", "没有岗位"))


@needs("install")
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """The people of my regions, with their offices and roles."""
    searched = asked.words(request)
    state = asked.choice(request, "state", "状态", STATES)
    rows = list_governed(request.user)
    if searched:
        found = Q(name__icontains=searched) | Q(login__icontains=searched) | Q(unit__name__icontains=searched)
        rows = rows.filter(found)
    match state["chosen"]:
        case "on" | "off" as wanted:
            rows = rows.filter(is_active=wanted == "on")
        case "none":
            rows = rows.filter(grants=None)
    page = asked.page_of(request, rows)
    held = reaches(page)
    context = {
        "page": page,
        "rows": [(one, held[one.pk]) for one in page],
        "searched": searched,
        "choices": [state],
        "here": "people",
    }
    return render(request, "web/people/people.html", context)


@needs("install")
@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """What each role sees and lets do."""
    return render(request, "web/people/roles.html", {"rows": role_rows(), "here": "people-roles"})


@needs("audit")
@require_GET
def table(request: HttpRequest) -> HttpResponse:
    """Who sees what: a row for each role of each person, for whoever audits."""
    on = clock.today()
    rows = reach_table(list_governed(request.user, "audit"))
    answer = HttpResponse(write_table(COLUMNS, rows, f"权限表 {on}"), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=utf-8''%E6%9D%83%E9%99%90%E8%A1%A8-{on}.xlsx"
    return answer
