"""The addresses of a node: one owner's own pupils, its people and its log."""

from django.urls import include, path

urlpatterns = [
    path("", include("spiral.see.pupils.urls")),
    path("", include("spiral.see.results.urls")),
    path("register/", include("spiral.trust.networks.urls")),
    path("sprak/", include("django.conf.urls.i18n")),
    path("konto/", include("spiral.trust.people.urls")),
    path("konto/", include("spiral.trust.people.account_urls")),
    path("angra/", include("spiral.trust.undo.urls")),
    path("handelser/", include("spiral.trust.audit.urls")),
    path("", include("spiral.ground.urls")),
]
handler400 = "spiral.ground.views.bad_request"
handler403 = "spiral.trust.doors.refused"
handler404 = "spiral.ground.views.not_found"
handler500 = "spiral.ground.views.broken"
