from django.urls import path

from spiral.ground import views

app_name = "ground"
urlpatterns = [
    path("hjalp/", views.help_page, name="help"),
    path("hjalp/<path:name>/", views.help_page, name="help"),
    path("delta/", views.join, name="join"),
    path("delta/<str:code>/", views.join_by_link, name="join_by_link"),
    path("stil/", views.style, name="style"),
    path("halsa/", views.health, name="health"),
]
