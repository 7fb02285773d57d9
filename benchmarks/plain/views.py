"""The peer's pages and their addresses: list, search, one enterprise, changing it."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path

from .models import Enterprise, Observation

REGION = "330802"
Form = modelform_factory(Enterprise, fields=("name", "region_code", "industry", "scale", "address", "scope"))


@login_required
def rows(request: HttpRequest) -> HttpResponse:
    """The list, searched by name, code or initials."""
    found = Enterprise.objects.filter(region_code__startswith=REGION)
    if words := request.GET.get("q", ""):
        found = found.filter(Q(name__icontains=words) | Q(code__startswith=words) | Q(pinyin__contains=words))
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    return render(request, "list.html", {"page": page, "words": words})


@login_required
def one(request: HttpRequest, code: str) -> HttpResponse:
    """One enterprise and its figures."""
    found = get_object_or_404(Enterprise, code=code, region_code__startswith=REGION)
    figures = Observation.objects.filter(enterprise_code=code)
    return render(request, "one.html", {"enterprise": found, "figures": figures})


@login_required
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change one enterprise."""
    found = get_object_or_404(Enterprise, code=code, region_code__startswith=REGION)
    form = Form(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("one", code)
    return render(request, "edit.html", {"form": form}, status=422 if form.errors else 200)


urlpatterns = [
    path("firms/", rows, name="rows"),
    path("firms/<str:code>/", one, name="one"),
    path("firms/<str:code>/edit/", edit, name="edit"),
]
