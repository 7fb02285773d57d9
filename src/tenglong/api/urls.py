"""Addresses of the API."""

from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt

from .docs import docs
from .doors import entered
from .errors import problem
from .main import NAMESPACE, api


@entered
@csrf_exempt
def nowhere(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  Django passes it
    """There is nothing at that address."""
    return problem(404, "没有这个地址。请看接口说明 /api/v1/docs。")


_operations = api.urls[0]
for _pattern in _operations:
    _pattern.callback = entered(_pattern.callback)

_all = [path("docs", docs, name="docs"), *_operations, re_path("", nowhere, name="nowhere")]
urlpatterns = [path("", (_all, NAMESPACE, NAMESPACE))]
