from django.urls import path

from spiral.see.pupils import views

app_name = "pupils"
urlpatterns = [path("", views.check, name="check")]
