from django.urls import path

from spiral.see.pupils.views import checking, imports, laptop, results

app_name = "pupils"
urlpatterns = [
    path("", checking.front, name="front"),
    path("prova/", checking.trial, name="trial"),
    path("kontroll/<str:token>/", checking.checked, name="checked"),
    path("kontroll/<str:token>/rattelser/<int:number>/", checking.correction, name="correction"),
    path("kontroll/<str:token>/svar/", checking.answer, name="answer"),
    path("kontroll/<str:token>/las-in/", checking.preview, name="preview"),
    path("inlasningar/", imports.imports, name="imports"),
    path("inlasningar/<int:number>/angra/", imports.undo, name="undo"),
    path("skolor/", results.schools, name="schools"),
    path("skolor/<str:unit>/", results.school, name="school"),
    path("skolor/<str:unit>/<str:survey>/", results.school, name="school_survey"),
    path("samma-elever/<int:year>/", results.same_pupils, name="same_pupils_of"),
    path("samma-elever/", results.same_pupils, name="same_pupils"),
    path("oppna/<str:token>/", laptop.open_here, name="open_here"),
    path("inlasningar/gallra/", imports.erase, name="erase"),
]
