from django.urls import include, path

from spiral.trust.networks import views

app_name = "networks"
urlpatterns = [
    path("kommuner/", views.municipalities, name="municipalities"),
    path("huvudman/", views.owners, name="owners"),
    path("huvudman/<slug:orgnr>/", views.owner, name="owner"),
    path("enheter/", views.units, name="units"),
    path("enheter/<slug:code>/", views.unit, name="unit"),
    path("enheter/<slug:code>/forandring/", views.tell_change, name="tell_change"),
    path("enheter/<slug:code>/forandring/<int:number>/ta-bort/", views.take_back_change, name="take_back_change"),
    path("forandringar/", views.unit_changes, name="changes"),
    path("natverk/nytt/", views.edit_network, name="new_network"),
    path("natverk/<slug:slug>/andra/", views.edit_network, name="edit_network"),
    # Who holds which office stands beside the register, in the people app above this one.
    path("", include("spiral.trust.people.register_urls")),
]
