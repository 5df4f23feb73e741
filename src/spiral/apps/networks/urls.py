from django.urls import path

from spiral.apps.networks import views

app_name = "networks"
urlpatterns = [
    path("kommuner/", views.municipalities, name="municipalities"),
    path("huvudman/", views.owners, name="owners"),
    path("huvudman/<slug:orgnr>/", views.owner, name="owner"),
    path("enheter/", views.units, name="units"),
]
