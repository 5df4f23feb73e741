from django.urls import path

from spiral.ground import views

app_name = "ground"
urlpatterns = [
    path("hjalp/", views.help_page, name="help"),
    path("hjalp/<path:name>/", views.help_page, name="help"),
    path("stil/", views.style, name="style"),
    path("halsa/", views.health, name="health"),
]
