from django.urls import path, register_converter

from spiral.engine.place import Place
from spiral.see.results import views


class FileKind:
    """The ending of a download."""

    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PlaceCode:
    """A municipality's four digits or a unit's eight."""

    regex = "[0-9]{4}|[0-9]{8}"

    def to_python(self, value: str) -> Place:
        return Place(value)

    def to_url(self, value: str) -> str:
        return value


register_converter(FileKind, "file")
register_converter(PlaceCode, "place")

app_name = "results"
urlpatterns = [
    path("region/", views.region, name="region"),
    path("region/<slug:figure>.<file:kind>", views.download_region, name="download_region"),
    path("kommun/<slug:slug>/", views.municipality, name="municipality"),
    path("kommun/<slug:slug>/jamfor/", views.compare_municipality, name="compare_municipality"),
    path("kommun/<slug:slug>/<slug:tab>/", views.municipality_tab, name="municipality_tab"),
    path("enhet/<place:code>/", views.unit, name="unit"),
    path("enhet/<place:code>/jamfor/", views.compare_unit, name="compare_unit"),
    path("uppgift/<place:place>/liknande.<file:kind>", views.download_comparison, name="download_comparison"),
    path("uppgift/<place:place>/<slug:figure>.<file:kind>", views.download, name="download"),
    path("uppgift/<place:place>/<slug:page>.pdf", views.paper, name="paper"),
    path("uppgift/<place:place>/<slug:figure>/fel/", views.remark, name="remark"),
    path("fragor/", views.questions, name="questions"),
    path("fragor/<int:number>/besvarad/", views.answer, name="answer"),
    path("data/", views.data, name="data"),
]
