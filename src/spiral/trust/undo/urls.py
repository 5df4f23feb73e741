from django.urls import path

from spiral.trust.undo import views

app_name = "undo"
urlpatterns = [
    path("<int:number>/", views.put_back, name="put_back"),
]
