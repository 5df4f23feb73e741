from django.urls import path

from spiral.ground.views import former_join
from spiral.learn.assessments import answering, views

app_name = "assessments"
urlpatterns = [
    path("", views.index, name="index"),
    path("svara/", former_join, name="former_join"),
    path("svara/<str:code>/", answering.VIEWS.door, name="door"),
    path("svara/omgang/<int:number>/", answering.VIEWS.start, name="start"),
    path("svara/omgang/<int:number>/nasta-person/", answering.VIEWS.next_person, name="next_person"),
    path("svara/omgang/<int:number>/<int:target>/", answering.answer, name="answer"),
    path("svara/omgang/<int:number>/<int:target>/tack/", answering.VIEWS.thanks, name="thanks"),
    path("ny/<slug:key>/", views.open_round, name="open"),
    path("omgang/<int:number>/", views.round_page, name="round"),
    path("omgang/<int:number>/del/", views.LEADER.part, name="round_part"),
    path("omgang/<int:number>/visa/", views.show, name="show"),
    path("omgang/<int:number>/antal/", views.LEADER.raise_number, name="raise_number"),
    path("omgang/<int:number>/kod/", views.LEADER.change_code, name="change_code"),
    path("omgang/<int:number>/avsluta/", views.LEADER.discard, name="discard"),
    path("omgang/<int:number>/<int:target>.<str:kind>", views.download, name="download"),
    path("listor/ny/", views.edit_set, name="new_set"),
    path("listor/las-in/", views.import_set, name="import_set"),
    path("listor/<slug:key>/", views.edit_set, name="edit_set"),
    path("listor/<slug:key>.json", views.download_set, name="download_set"),
]
