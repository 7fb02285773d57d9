"""Root urls."""

from django.urls import include, path

urlpatterns = [path("", include("tenglong.web.urls"))]
