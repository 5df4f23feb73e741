from django.urls import path

from spiral.act.events import views

app_name = "events"
urlpatterns = [
    path("", views.index, name="index"),
    path("nytt/", views.new, name="new"),
    path("kalender/", views.feed_page, name="feed_page"),
    path("kalender/<str:key>.ics", views.feed, name="feed"),
    path("<int:number>/", views.event, name="event"),
    path("<int:number>.ics", views.one_file, name="file"),
    path("<int:number>/andra/", views.edit, name="edit"),
    path("<int:number>/anmal/", views.sign_up, name="sign_up"),
    path("<int:number>/avanmal/", views.leave, name="leave"),
    path("<int:number>/stall-in/", views.cancel, name="cancel"),
]
