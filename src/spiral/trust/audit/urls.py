from django.urls import path

from spiral.trust.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.events, name="events"),
    path("kontrollera/", views.verify, name="verify"),
]
