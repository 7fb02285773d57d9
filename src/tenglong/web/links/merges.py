"""Enterprises that were made one: which, why, by whom. Each can be parted again from here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from tenglong.records.links.queries import list_merges, names_of
from tenglong.web import asked
from tenglong.web.doors import needs


@needs("register")
@require_GET
def merges(request: HttpRequest) -> HttpResponse:
    """The merges of enterprises, the newest first."""
    page = asked.page_of(request, list_merges(request.user))
    names = names_of(request.user, [merge.stays for merge in page])
    context = {"page": page, "rows": [(merge, names.get(merge.stays, "")) for merge in page]}
    return render(request, "web/links/merges.html", context)
