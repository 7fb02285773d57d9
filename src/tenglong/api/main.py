"""The API put together."""

from typing import ClassVar

from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from . import cases, evidence, imports, me, measures, registers, reports, rounds, rows, runs, webhooks
from .errors import answer_in_sentences

VERSION = "1.0.0"
NAMESPACE = "api"
_ABOUT = """腾笼的接口。和网页用同样的动作、同样的权限：看得到的、办得了的，和本人在网页上一样，钥匙只会更少。

钥匙放在 `Authorization: Bearer tl_…`。数以文本给出，不丢精度；日期写成 2023-01-31。
凡是没有办成，都给出一句话：`{"error": {"sentence": "…", "problems": {字段: 一句话}}}`。
"""


class Json(JSONRenderer):
    """Chinese words as they are."""

    json_dumps_params: ClassVar[dict[str, bool]] = {"ensure_ascii": False}


api = NinjaAPI(
    renderer=Json(),
    title="腾笼接口",
    version=VERSION,
    description=_ABOUT,
    urls_namespace=NAMESPACE,
    docs_url=None,
    openapi_url="/openapi.json",
)
answer_in_sentences(api)
for part in (me, registers, rows, cases, evidence, measures, runs, reports, rounds, imports, webhooks):
    api.add_router("", part.router)
