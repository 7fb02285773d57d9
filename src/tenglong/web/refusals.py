"""A refusal is a sentence on a page, never a traceback."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tenglong.core.errors import Refused
from tenglong.operations.backup import NoSuchBackup
from tenglong.records.cases.loading import NoSuchCase
from tenglong.records.clients.keys import NoSuchKey
from tenglong.records.clients.subscriptions import NoSuchSubscription
from tenglong.records.files.queries import NoSuchFile
from tenglong.records.handovers.queries import NoSuchHandover
from tenglong.records.imports.queries import NoSuchBatch
from tenglong.records.ledgers.history import NoSuchHistory
from tenglong.records.ledgers.registers import NoSuchRegister, NoSuchRow
from tenglong.records.links.queries import NoSuchRoll
from tenglong.records.matches.queries import NoSuchMatch, NoSuchPair
from tenglong.records.measures.book import NoSuchMeasure
from tenglong.records.mechanisms.queries import NoSuchMechanism
from tenglong.records.people.queries import NoSuchPerson
from tenglong.records.people.rights import CannotDo
from tenglong.records.registry.queries import NotFound
from tenglong.records.rounds.queries import NoSuchRound
from tenglong.records.rounds.tables import NoSuchTable
from tenglong.records.scores.queries import NoSuchRun
from tenglong.records.scores.trial import NoSuchScorecard
from tenglong.reports import NoSuchDocument, NoSuchReport

from .asked import NoSuchPlace
from .doors import is_fragment, public

NOT_THERE = (
    NoSuchBackup,
    NoSuchBatch,
    NoSuchCase,
    NoSuchDocument,
    NoSuchFile,
    NoSuchHistory,
    NoSuchKey,
    NoSuchMatch,
    NoSuchMeasure,
    NoSuchMechanism,
    NoSuchHandover,
    NoSuchPair,
    NoSuchPerson,
    NoSuchPlace,
    NoSuchRegister,
    NoSuchReport,
    NoSuchRoll,
    NoSuchRow,
    NoSuchRound,
    NoSuchRun,
    NoSuchScorecard,
    NoSuchSubscription,
    NoSuchTable,
    NotFound,
)


class RefusalMiddleware:
    """Shows a `Refused` that no form caught: 403 where a right is missing, 404 where there is no such row, else 422.

    An address that only takes what is sent says so when it is opened: 405.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code != HTTPStatus.METHOD_NOT_ALLOWED or answer.content:
            return answer
        page = _page(request, answer.status_code, "这个地址只接收提交的内容，不能直接打开。请从原来的页面进入。")
        page["Allow"] = answer["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Django calls this for whatever a view raises."""
        return refuse(request, exception) if isinstance(exception, Refused) else None


def refuse(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The page, or the piece of a page, that says why not."""
    template = "web/refusal.html" if is_fragment(request) else "web/refused.html"
    return render(request, template, {"sentence": str(refusal)}, status=_status(refusal))


def _status(refusal: Refused) -> int:
    if isinstance(refusal, CannotDo):
        return 403
    return 404 if isinstance(refusal, NOT_THERE) else 422


@public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  Django passes it
    """404."""
    return _page(request, 404, "没有这个页面。请查对地址，或用上面的搜索找企业、地块和办件。")


@public
def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403, also when a form's token is missing or too old."""
    return _page(request, 403, "这次提交没有通过安全检查，没有写入。请返回原页面刷新后再提交一次。")


@public
def broken(request: HttpRequest) -> HttpResponse:
    """500: without the frame, which might be what broke."""
    return render(request, "web/broken.html", status=500)


def _page(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    return render(request, "web/refused.html", {"sentence": sentence}, status=status)
