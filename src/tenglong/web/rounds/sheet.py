"""The workbook that an addressee fills in: handed out as it stands, read back into the form that it stands for."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_POST

from tenglong.core.errors import Refused
from tenglong.core.ledger import Field
from tenglong.core.procedure import Act
from tenglong.records.cases.queries import CaseView, get_case
from tenglong.records.people.rights import open_fields
from tenglong.records.rounds.queries import find_asked
from tenglong.records.rounds.sheets import CannotTake, read_sheet, write_sheet
from tenglong.records.rounds.spec import Spec, spec_of
from tenglong.web import clock
from tenglong.web.doors import signed_in
from tenglong.web.screens.case import draw_case
from tenglong.web.screens.moves import Refusal, Sent

from .files import workbook_file


@signed_in
@require_GET
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """The workbook of an answer, with what it says so far."""
    view, spec, _, fields = _find(request, number)
    return workbook_file(write_sheet(spec, view, fields), view.case.title)


@signed_in
@require_POST
def read(request: HttpRequest, number: str) -> HttpResponse:
    """Fill the form from the workbook. Nothing is kept before the step is finished."""
    view, _, step, fields = _find(request, number)
    uploaded = request.FILES.get("file")
    try:
        if uploaded is None:
            raise CannotTake("没有读入：没有选文件。请选填好的表。")
        name = uploaded.name[:200]
        texts = read_sheet(view, fields, data=uploaded.read(), name=name)
    except Refused as refusal:
        return draw_case(request, view, Refusal(_sent(view, step, {}), str(refusal), {}))
    told = f"从“{name}”读入 {len(texts)} 项，还没有保存：请核对，再按“办结本步”。"
    return draw_case(request, view, Refusal(_sent(view, step, texts), "", {}), read=told)


def _sent(view: CaseView, step: str, texts: dict[str, str]) -> Sent:
    return Sent(Act.FINISH, step, view.case.version, texts, "", "", ())


def _find(request: HttpRequest, number: str) -> tuple[CaseView, Spec, str, tuple[Field, ...]]:
    """The answer, its template, and the step that this person may fill in now, with its fields."""
    view = get_case(request.user, number, at=clock.now())
    asked = find_asked(number)
    for one in view.open_steps if asked else ():
        if one.spec.fields and view.allows(Act.FINISH, one.spec.key):
            return view, spec_of(asked.round), one.spec.key, open_fields(request.user, one.spec.fields)
    raise CannotTake(f"不能填“{view.case.title}”：现在没有轮到您填的内容。请看这一件走到了哪一步。")
