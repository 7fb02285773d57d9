"""Root urls."""

from django.urls import include, path

urlpatterns = [path("api/v1/", include("tenglong.api.urls")), path("", include("tenglong.web.urls"))]
handler403 = "tenglong.web.refusals.forbidden"
handler404 = "tenglong.web.refusals.not_found"
handler500 = "tenglong.web.refusals.broken"
