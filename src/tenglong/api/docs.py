"""The page that lists every operation, from the schema: nothing of it is fetched from elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenglong.records.clients.scopes import SCOPES
from tenglong.records.people.rights import right_word

from .doors import SIGNED_IN
from .main import api


@dataclass(frozen=True, slots=True)
class Told:
    """One operation in words."""

    verb: str
    path: str
    summary: str
    description: str
    scope: str
    right: str
    parameters: tuple[tuple[str, str], ...]  # name, what it means
    body: tuple[str, ...]  # the fields of what is sent
    answer: str  # the shape of what comes back


@require_GET
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation by its part."""
    return render(request, "api/docs.html", {"about": api.description, "parts": operations(), "scopes": SCOPES})


docs.access = "public"  # type: ignore[attr-defined]  it tells what there is, not what is in it


def operations() -> dict[str, list[Told]]:
    """Every operation, by the part of the API that it belongs to."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    parts: dict[str, list[Told]] = {}
    for path, verbs in schema["paths"].items():
        for verb, one in verbs.items():
            parts.setdefault(one["tags"][0], []).append(_told(verb.upper(), path, one, schema["components"]["schemas"]))
    return parts


def _told(verb: str, path: str, one: Mapping[str, Any], shapes: Mapping[str, Any]) -> Told:
    right = one["x-access"]
    named = [(each["name"], each["schema"].get("description", "")) for each in one["parameters"]]
    return Told(
        verb=verb,
        path=path,
        summary=one["summary"],
        description=one["description"],
        scope=SCOPES[one["x-scope"]],
        right="" if right == SIGNED_IN else right_word(right),
        parameters=tuple(named),
        body=tuple(_fields(one.get("requestBody", {}), shapes)),
        answer=_shape(one["responses"]),
    )


def _fields(body: Mapping[str, Any], shapes: Mapping[str, Any]) -> Iterator[str]:
    for content in body.get("content", {}).values():
        shape = content["schema"]
        if "$ref" in shape:
            shape = shapes[shape["$ref"].rpartition("/")[2]]
        yield from shape.get("properties", {})


def _shape(responses: Mapping[Any, Any]) -> str:
    """The name of the shape of the answer when all goes well; empty for a file."""
    good = next(one for status, one in responses.items() if int(status) < 300)
    shape = next(iter(good.get("content", {}).values()), {}).get("schema", {})
    return str(shape.get("$ref", "")).rpartition("/")[2]
