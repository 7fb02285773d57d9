"""Whatever goes wrong is a sentence in JSON, with the right status."""

import logging
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import Field, NinjaAPI, Schema
from ninja.errors import HttpError, Throttled, ValidationError

from tenglong.core.errors import Refused
from tenglong.records.cases.checks import AlreadySent, CannotOpen, Stale
from tenglong.records.ledgers.registers import MovedOn
from tenglong.records.people.rights import CannotDo
from tenglong.records.registry.queries import NotFound

ERRORS = frozenset({400, 401, 403, 404, 409, 413, 422, 429})
_MOVED_ON = (MovedOn, Stale, AlreadySent)
_FORBIDDEN = (CannotDo, CannotOpen)
_SENTENCES = {
    400: "没有办成：送来的内容看不懂，应是一份 UTF-8 的 JSON。请对照接口说明。",
    401: "没有进来：没有登录，也没有带钥匙。请用 Authorization: Bearer 钥匙，或先在网页上登录。",
    403: "没有办成：这次提交没有通过安全检查。请带上 X-CSRFToken，或改用钥匙。",
    429: "没有办成：这把钥匙一分钟里问得太多。请过一会再问，或合并成较少的请求。",
}
_PLAIN: dict[type[Exception], tuple[int, str]] = {
    Http404: (404, "没有这个地址。请看接口说明。"),
    RequestDataTooBig: (413, "没有收下：送来的内容太大。请分几次送。"),
    DataError: (422, "没有写入：有一项太长或超出范围。请缩短后再送。"),
}
_WHY = {
    "missing": "没有填，这一项必须填",
    "extra_forbidden": "没有这一项，请核对名称",
    "string_too_long": "太长",
    "string_too_short": "太短",
    "string_type": "应是文本",
    "string_unicode": "不是完整的 UTF-8 文本",
    "int_type": "应是整数",
    "int_parsing": "应是整数",
    "bool_parsing": "应是 true 或 false",
    "date_from_datetime_parsing": "应是日期，写成 2023-01-31 的样子",
    "literal_error": "不在可选的内容里",
    "enum": "不在可选的内容里",
}


class Wrong(Schema):
    """What could not be done, why, what to do; a sentence for each field that is the reason."""

    sentence: str = Field(examples=["不能登记：您的岗位没有这项权限。请交给有权限的同事，或请管理员授权。"])
    problems: dict[str, str] = Field(
        {}, description="按字段代号；整体的，代号为空", examples=[{"name": "名称：没有填，这一项必须填。"}]
    )


class Problem(Schema):
    """Every refusal. `now` is how a row stands that somebody has changed meanwhile, `yours` what was sent."""

    error: Wrong
    now: dict[str, Any] | None = None
    yours: dict[str, Any] | None = None


class TooLarge(Refused):
    """A file is larger than is taken."""


def problem(status: int, sentence: str, problems: Mapping[str, str] | None = None, **more: Any) -> HttpResponse:
    """The answer that says why not."""
    told = {"error": {"sentence": sentence, "problems": dict(problems or {})}, **more}
    return JsonResponse(told, status=status, json_dumps_params={"ensure_ascii": False})


def answer_in_sentences(api: NinjaAPI) -> None:
    """Say how each kind of failure is answered."""
    api.add_exception_handler(Refused, _refused)
    api.add_exception_handler(ValidationError, _not_valid)
    api.add_exception_handler(HttpError, _http)
    api.add_exception_handler(Exception, _broken)
    for kind, (status, sentence) in _PLAIN.items():
        api.add_exception_handler(kind, _plain(status, sentence))


def status_of(refusal: Refused) -> int:
    """403 where a right is missing, 404 where there is nothing, 409 where somebody was quicker, else 422."""
    if isinstance(refusal, TooLarge):
        return 413
    if isinstance(refusal, _FORBIDDEN):
        return 403
    if isinstance(refusal, _MOVED_ON):
        return 409
    missing = isinstance(refusal, NotFound) or type(refusal).__name__.startswith("NoSuch")
    return 404 if missing else 422


def _plain(status: int, sentence: str) -> Callable[[HttpRequest, Exception], HttpResponse]:
    return lambda _request, _exc: problem(status, sentence)


def _refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    sides = getattr(request, "both_sides", {}) if isinstance(refusal, MovedOn) else {}
    return problem(status_of(refusal), str(refusal), getattr(refusal, "problems", None), **sides)


def _not_valid(request: HttpRequest, exc: ValidationError) -> HttpResponse:  # noqa: ARG001  ninja passes it
    problems = {}
    for one in exc.errors:
        place = ".".join(str(part) for part in one["loc"][1:] if part not in ("payload",))
        why = _WHY.get(one["type"], "不对，请对照接口说明")
        problems[place.encode("utf-8", "replace").decode()[:200]] = f"{why}。"
    told = "；".join(f"{place or '内容'}{why.rstrip('。')}" for place, why in problems.items())
    return problem(422, f"没有办成：{told[:1000]}。", problems)


def _http(request: HttpRequest, exc: HttpError) -> HttpResponse:  # noqa: ARG001
    own = exc.message if exc.message and not exc.message.isascii() else ""
    answer = problem(exc.status_code, own or _SENTENCES.get(exc.status_code, _SENTENCES[400]))
    if isinstance(exc, Throttled):
        answer["Retry-After"] = str(max(1, round(exc.wait or 1)))
    if exc.status_code == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


def _broken(request: HttpRequest, exc: Exception) -> HttpResponse:
    logging.getLogger("django.request").error("%s", request.path, exc_info=exc)
    return problem(500, "没有办成：程序出了错，已经记下。请稍后再试；一再出现请告诉管理员这个地址和时间。")
