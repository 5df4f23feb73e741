"""The addresses of the whole site, room by room."""

from django.urls import include, path

urlpatterns = [
    path("", include("spiral.home.urls")),
    path("", include("spiral.see.results.urls")),
    path("register/", include("spiral.trust.networks.urls")),
    path("skydda/", include("spiral.see.releases.urls")),
    path("egna-indikatorer/", include("spiral.see.indicators.urls")),
    path("skattning/", include("spiral.learn.assessments.urls")),
    path("undersokningar/", include("spiral.understand.inquiries.urls")),
    path("elevroster/", include("spiral.understand.voices.urls")),
    path("behov/", include("spiral.learn.needs.urls")),
    path("exempel/", include("spiral.learn.examples.urls")),
    path("lasecirklar/", include("spiral.learn.circles.urls")),
    path("uppdrag/", include("spiral.act.assignments.urls")),
    path("pa-gang/", include("spiral.act.events.urls")),
    path("moten/", include("spiral.act.meetings.urls")),
    path("sok/", include("spiral.search.urls")),
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
