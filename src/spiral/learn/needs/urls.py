from django.urls import path

from spiral.learn.needs import views, years

app_name = "needs"
urlpatterns = [
    path("", views.index, name="index"),
    path("karta.<str:kind>", views.download, name="download"),
    path("hitta-varandra/", views.find, name="find"),
    path("pa-motet/", views.together, name="together"),
    path("skriv/", views.write_own, name="write_own"),
    path("ta-med/", views.take, name="take"),
    path("kommun/<slug:slug>/", views.municipality, name="municipality"),
    path("kommun/<slug:slug>/skriv/", views.write, name="write"),
    path("kommun/<slug:slug>/<slug:key>/", views.need, name="need"),
    path("kommun/<slug:slug>/<slug:key>/punkt/", views.point, name="point"),
    path("omrade/<slug:key>/", views.area, name="area"),
    path("omraden/", years.areas, name="areas"),
    path("omraden/<slug:key>/", years.edit_area, name="edit_area"),
    path("omraden/<slug:key>/ur-bruk/", years.retire_area, name="retire_area"),
    path("natverk/<slug:slug>/", years.network_areas, name="network_areas"),
    path("ar/", years.versions, name="versions"),
    path("ar/frys/", years.freeze, name="freeze"),
    path("ar/andringar/", years.changes, name="changes"),
    path("ar/<int:year>/<int:edition>/", years.version, name="version"),
]
