from django.urls import path

from spiral.trust.people.views import own as views

app_name = "people"
urlpatterns = [
    path("jag/", views.me, name="me"),
    path("kliv-in/<slug:key>/", views.step_in, name="step_in"),
]
