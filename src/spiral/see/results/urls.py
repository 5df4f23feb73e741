from django.urls import path, register_converter

from spiral.engine.place import Place
from spiral.see.results.views import files, remarks, showing


class FileKind:
    """The ending of a download."""

    regex = r"csv|csv-metadata\.json|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class DocumentKind(FileKind):
    """The same, and on paper."""

    regex = r"csv|csv-metadata\.json|xlsx|pdf"


class PlaceCode:
    """A municipality's four digits or a unit's eight."""

    regex = "[0-9]{4}|[0-9]{8}"

    def to_python(self, value: str) -> Place:
        return Place(value)

    def to_url(self, value: str) -> str:
        return value


register_converter(FileKind, "file")
register_converter(DocumentKind, "document")
register_converter(PlaceCode, "place")

app_name = "results"
urlpatterns = [
    path("region/", showing.region, name="region"),
    path("region/<slug:figure>.<document:kind>", files.download_region, name="download_region"),
    path("kommun/<slug:slug>/", showing.municipality, name="municipality"),
    path("kommun/<slug:slug>/jamfor/", showing.compare_municipality, name="compare_municipality"),
    path("kommun/<slug:slug>/<slug:tab>/", showing.municipality_tab, name="municipality_tab"),
    path("enhet/<place:code>/", showing.unit, name="unit"),
    path("enhet/<place:code>/jamfor/", showing.compare_unit, name="compare_unit"),
    path("uppgift/<place:place>/liknande.<document:kind>", files.download_comparison, name="download_comparison"),
    path("uppgift/<place:place>/<slug:figure>.<file:kind>", files.download, name="download"),
    path("uppgift/<place:place>/<slug:page>.pdf", files.paper, name="paper"),
    path("uppgift/<place:place>/<slug:figure>/fel/", remarks.remark, name="remark"),
    path("fragor/", remarks.questions, name="questions"),
    path("fragor/<int:number>/besvarad/", remarks.answer, name="answer"),
    path("sa-ofta-holl-det/", showing.predictions, name="predictions"),
    path("sa-ofta-holl-det/<slug:figure>.<document:kind>", files.download_predictions, name="download_predictions"),
    path("data/", showing.data, name="data"),
]
