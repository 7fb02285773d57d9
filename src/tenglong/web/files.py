"""Evidence in and out."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from tenglong.core.ledger.dates import read_date
from tenglong.core.ledger.values import clean
from tenglong.records.files.actions import attach_evidence
from tenglong.records.files.queries import open_file
from tenglong.records.files.types import SHOWN_IN_PAGE
from tenglong.records.flows.attaching import ties_of
from tenglong.web import clock
from tenglong.web.doors import needs, signed_in


@signed_in
@require_GET
def file(request: HttpRequest, evidence: int) -> FileResponse:
    """The file of a piece of evidence; what a browser shows safely is shown, the rest is saved."""
    opened = open_file(request.user, evidence)
    shown = opened.media_type in SHOWN_IN_PAGE
    kind = opened.media_type if shown else "application/octet-stream"
    return FileResponse(opened.path.open("rb"), content_type=kind, filename=opened.name, as_attachment=not shown)


@needs("attach")
@require_POST
def attach(request: HttpRequest) -> HttpResponse:
    """Attach a document to a case, a plot or an enterprise, and go back to its page."""
    now, sent = clock.now(), request.POST
    subject = clean(sent.get("subject", ""))
    uploaded = request.FILES.get("file")
    attach_evidence(
        title=clean(sent.get("title", ""))[:200],
        on=read_date(sent.get("on", "")),
        subject=subject,
        data=uploaded.read() if uploaded else None,
        name=uploaded.name if uploaded else "",
        by=request.user,
        at=now,
        **ties_of(request.user, subject, now),
    )
    back = sent.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "today")
