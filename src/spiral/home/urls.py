from django.urls import path

from spiral.home import views

app_name = "home"
urlpatterns = [
    path("", views.front, name="front"),
    path("forsta/", views.understand, name="understand"),
    path("lara/", views.learn, name="learn"),
    path("gora/", views.act, name="act"),
    path("se-igen/", views.again, name="again"),
]
