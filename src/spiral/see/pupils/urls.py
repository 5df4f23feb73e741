from django.urls import path

from spiral.see.pupils.views import checking, imports, laptop

app_name = "pupils"
urlpatterns = [
    path("", checking.front, name="front"),
    path("kontroll/<str:token>/", checking.checked, name="checked"),
    path("kontroll/<str:token>/rattelser/<int:number>/", checking.correction, name="correction"),
    path("kontroll/<str:token>/svar/", checking.answer, name="answer"),
    path("kontroll/<str:token>/las-in/", checking.preview, name="preview"),
    path("inlasningar/", imports.imports, name="imports"),
    path("inlasningar/<int:number>/angra/", imports.undo, name="undo"),
    path("oppna/<str:token>/", laptop.open_here, name="open_here"),
    path("inlasningar/gallra/", imports.erase, name="erase"),
]
