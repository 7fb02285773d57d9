"""What a phone asks for besides the pages: the program that keeps them, and whether it may send now."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tenglong.web.asked import NoSuchPlace
from tenglong.web.doors import public


@public
@require_GET
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker; served from here, it can reach the pages under this address and no others."""
    path = settings.STATIC_BUILD / "tenglong" / "field-worker.js"
    if not path.exists():
        raise NoSuchPlace("没有生成界面文件，现场页面离线时打不开。请管理员用 ./tenglong 启动。")
    return HttpResponse(path.read_bytes(), content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@public
@never_cache
@require_GET
def session(request: HttpRequest) -> JsonResponse:
    """Who is signed in, and the token without which nothing is taken."""
    if not request.user.is_authenticated:
        return JsonResponse({"sentence": "请先登录：登录之后，待发送的记录会接着发，不会丢。"}, status=401)
    return JsonResponse({"person": request.user.login, "token": get_token(request)})
