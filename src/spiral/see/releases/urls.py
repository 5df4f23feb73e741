from django.urls import path

from spiral.see.releases import views

app_name = "releases"
urlpatterns = [
    path("", views.protect, name="protect"),
    path("liggare/", views.ledger, name="ledger"),
    path("liggare/<int:number>/", views.edition, name="edition"),
]
