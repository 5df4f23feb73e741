"""The register of persons and offices, shown beside municipalities and units under /register/."""

from django.urls import path

from spiral.trust.people.views import register, table

urlpatterns = [
    path("natverk/", register.networks, name="networks"),
    path("natverk/hela/", register.network, name="whole_network"),
    path("natverk/hela/platser/", register.seats, name="whole_seats"),
    path("natverk/<slug:slug>/", register.network, name="network"),
    path("natverk/<slug:slug>/platser/", register.seats, name="seats"),
    path("personer/", register.people, name="people"),
    path("personer/ny/", register.new_person, name="new_person"),
    path("personer/las-in/", table.upload, name="import"),
    path("personer/las-in/spara/", table.commit, name="import_commit"),
    path("personer/<int:number>/", register.person, name="person"),
    path("personer/<int:number>/andra/", register.edit_person, name="edit_person"),
    path("personer/<int:number>/roll/", register.give_office, name="give_office"),
    path("personer/<int:number>/roll/<int:office>/avsluta/", register.end_office, name="end_office"),
    path("personer/<int:number>/bjud-in/", register.invite, name="invite"),
]
