from django.urls import path

from spiral.apps.core import views

app_name = "core"
urlpatterns = [
    path("hjalp/", views.help_page, name="help"),
    path("hjalp/<path:name>/", views.help_page, name="help"),
    path("stil/", views.style, name="style"),
    path("halsa/", views.health, name="health"),
]
