from django.urls import path

from spiral.apps.search import views

app_name = "search"
urlpatterns = [path("", views.search, name="search")]
