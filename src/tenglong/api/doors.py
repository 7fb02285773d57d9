"""Who may ask for what: each operation says the scope that a key needs and the right that a person needs."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.throttling import BaseThrottle

from tenglong.records.audit.actions import from_where, origin
from tenglong.records.clients.keys import find_key, note_use
from tenglong.records.clients.scopes import SCOPES, acting
from tenglong.records.people import rights
from tenglong.records.people.rights import By, CannotDo, lacks_second_factor

from . import clock
from .errors import ERRORS, Problem, problem

SIGNED_IN = "signed_in"
_MINUTE_S = 60
_UNKNOWN = "没有进来：钥匙不对、已收回或已到期。请用 Authorization: Bearer 钥匙；要新的请在“接口钥匙”页面开一把。"


class ApiKey(HttpBearer):
    """A key in the header: `Authorization: Bearer tl_…`."""

    openapi_description = "接口钥匙：在“接口钥匙”页面或用 tenglong key new 开，只在开的时候显示一次。"

    def __init__(self, scope: str, right: str) -> None:
        super().__init__()
        self.scope, self.access = scope, right

    def authenticate(self, request: HttpRequest, token: str) -> By:  # noqa: ARG002  `door` has read it already
        key = request.api_key
        if key is None:
            raise AuthenticationError(message=_UNKNOWN)
        if self.scope not in key.scopes:
            word = f"“{SCOPES[self.scope]}”权限（{self.scope}）"
            if self.scope == "import" and key.region_code:
                raise CannotDo(f"没有办成：这把钥匙限定了区划，所以没有{word}。请另开一把不限区划、能导入的。")
            raise CannotDo(f"没有办成：这把钥匙没有{word}。请另开一把。")
        person = acting(key)
        _check(person, self.access)
        note_use(key=key, at=clock.now())
        return person


class Session(APIKeyCookie):
    """The session of somebody signed in on the screens; what it sends needs the token against forgery."""

    param_name = settings.SESSION_COOKIE_NAME
    openapi_description = "网页登录后的会话；写入时另带 X-CSRFToken。"

    def __init__(self, right: str) -> None:
        super().__init__()
        self.access = right

    def __call__(self, request: HttpRequest) -> By | None:
        return super().__call__(request) if request.user.is_authenticated else None

    def authenticate(self, request: HttpRequest, key: str | None) -> By:  # noqa: ARG002  Django has read it already
        if lacks_second_factor(request.user):
            raise CannotDo("没有办成：您的岗位要先绑定动态码。请在网页上登录后绑定。")
        if request.user.must_change_password:
            raise CannotDo("没有办成：要先改掉管理员给的密码。请在网页上登录后修改。")
        _check(request.user, self.access)
        return request.user


class Rate(BaseThrottle):
    """So many requests a minute for each key; people on the screens are not counted."""

    def allow_request(self, request: HttpRequest) -> bool:
        if request.api_key is None:
            return True
        place = f"api:{request.api_key.prefix}:{int(clock.now().timestamp()) // _MINUTE_S}"
        cache.add(place, 0, 2 * _MINUTE_S)
        return cache.incr(place) <= settings.API_REQUESTS_A_MINUTE

    def wait(self) -> float:
        """Seconds to the next minute."""
        return _MINUTE_S - clock.now().timestamp() % _MINUTE_S


def door(scope: str, right: str = SIGNED_IN) -> dict[str, Any]:
    """What an operation is declared with: `@router.get("/…", **door("read"), response=…)`."""
    return {
        "auth": [ApiKey(scope, right), Session(right)],
        "throttle": Rate(),
        "openapi_extra": {"x-scope": scope, "x-access": right},
    }


def file_door(scope: str, right: str = SIGNED_IN) -> dict[str, Any]:
    """The same for an operation that answers with a file."""
    told = door(scope, right)
    content = {"*/*": {"schema": {"type": "string", "format": "binary"}}}
    responses = {200: {"description": "文件", "content": content}}
    return {**told, "openapi_extra": told["openapi_extra"] | {"responses": responses}, "response": {ERRORS: Problem}}


def answers(model: Any, status: int = 200) -> dict[Any, Any]:
    """What an operation answers with: its own shape, or a problem."""
    return {status: model, ERRORS: Problem}


def entered(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of the API: the audit says that it came through here, by which key; every refusal is JSON."""

    @wraps(view)
    def entry(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.api_key = _shown(request)
        came = f"接口 {origin().partition(' ')[2]} {request.api_key.prefix if request.api_key else ''}"
        with from_where(came.strip()):
            answer = view(request, *args, **kwargs)
        if isinstance(answer, HttpResponseNotAllowed):
            refused = problem(405, f"这个地址不接收 {request.method}；可用：{answer['Allow']}。请看接口说明。")
            refused["Allow"] = answer["Allow"]
            return refused
        answer["Cache-Control"] = "no-store"
        return answer

    entry.access = "api"  # type: ignore[attr-defined]  the operations say more: x-access in the schema
    return entry


def _shown(request: HttpRequest) -> Any:
    mark, _, token = request.headers.get("Authorization", "").partition(" ")
    return find_key(token.strip(), on=clock.today()) if mark.lower() == "bearer" else None


def _check(person: By, right: str) -> None:
    if rights.lacks_second_factor(person):
        raise CannotDo("没有办成：这个岗位要先绑定动态码。请在网页上登录后绑定。")
    if right != SIGNED_IN:
        rights.check_may(person, right)
