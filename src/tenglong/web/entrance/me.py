"""What somebody does about their own account: see what they may, choose a password."""

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from tenglong.core.errors import Refused
from tenglong.records.people.accounts import change_password
from tenglong.web.clock import now
from tenglong.web.doors import entering, signed_in
from tenglong.web.people.reach import reach_of


@signed_in
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I see and may do."""
    return render(request, "web/entrance/me.html", {"person": request.user, "reach": reach_of(request.user)})


@entering
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Choose another password; one that an administrator gave must be changed before anything else."""
    person, wrong = request.user, ""
    if request.method == "POST":
        try:
            _change(request)
        except Refused as refusal:
            wrong = str(refusal)
        else:
            return redirect("today")
    context = {"wrong": wrong, "owed": person.must_change_password}
    return render(request, "web/entrance/change_password.html", context, status=422 if wrong else 200)


def _change(request: HttpRequest) -> None:
    new = request.POST.get("new", "")
    if new != request.POST.get("again", ""):
        raise Refused("密码没有修改：两遍新密码不一样。请再输一次。")
    change_password(person=request.user, old=request.POST.get("old", ""), new=new, by=request.user, at=now())
    update_session_auth_hash(request, request.user)
