"""The table of contents of the whole site."""

from django.urls import include, path

urlpatterns = [
    path("", include("spiral.apps.home.urls")),
    path("", include("spiral.apps.results.urls")),
    path("register/", include("spiral.apps.networks.urls")),
    path("skydda/", include("spiral.apps.releases.urls")),
    path("skattning/", include("spiral.apps.assessments.urls")),
    path("undersokningar/", include("spiral.apps.inquiries.urls")),
    path("elevroster/", include("spiral.apps.voices.urls")),
    path("behov/", include("spiral.apps.needs.urls")),
    path("exempel/", include("spiral.apps.examples.urls")),
    path("lasecirklar/", include("spiral.apps.circles.urls")),
    path("uppdrag/", include("spiral.apps.assignments.urls")),
    path("pa-gang/", include("spiral.apps.events.urls")),
    path("moten/", include("spiral.apps.meetings.urls")),
    path("sok/", include("spiral.apps.search.urls")),
    path("sprak/", include("django.conf.urls.i18n")),
    path("konto/", include("spiral.apps.people.urls")),
    path("konto/", include("spiral.apps.people.account_urls")),
    path("handelser/", include("spiral.apps.audit.urls")),
    path("", include("spiral.apps.core.urls")),
]
handler400 = "spiral.apps.core.views.bad_request"
handler403 = "spiral.apps.core.views.forbidden"
handler404 = "spiral.apps.core.views.not_found"
handler500 = "spiral.apps.core.views.broken"
