from django.urls import URLPattern

app_name = "examples"
urlpatterns: list[URLPattern] = []
