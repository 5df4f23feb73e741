from django.urls import path

from spiral.trust.people.views import own as views

app_name = "people"
urlpatterns = [
    path("", views.me, name="me"),
    path("jag/", views.me_before, name="me_before"),
    path("kliv-in/<slug:key>/", views.step_in, name="step_in"),
]
