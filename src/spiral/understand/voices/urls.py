from django.urls import path

from spiral.ground.views import former_join
from spiral.understand.voices import analysing, answering, leading, reviewing, sorting, views

app_name = "voices"
urlpatterns = [
    path("", views.index, name="index"),
    path("svara/", former_join, name="former_join"),
    path("svara/<str:code>/", answering.VIEWS.door, name="door"),
    path("svara/insamling/<int:number>/", answering.VIEWS.start, name="start"),
    path("svara/insamling/<int:number>/fragor/", answering.answer, name="answer"),
    path("svara/insamling/<int:number>/tack/", answering.VIEWS.thanks, name="thanks"),
    path("svara/insamling/<int:number>/nasta-elev/", answering.VIEWS.next_person, name="next_person"),
    path("sortera/<str:code>/", sorting.door, name="sort_door"),
    path("sortera/dag/<int:number>/", sorting.start, name="sort_start"),
    path("sortera/dag/<int:number>/grupp/<int:group_number>/", sorting.group, name="sort"),
    path("ny/<slug:key>/", leading.open_collection, name="open"),
    path("insamling/<int:number>/", leading.collection, name="collection"),
    path("insamling/<int:number>/del/", leading.LEADER.part, name="collection_part"),
    path("insamling/<int:number>/antal/", leading.LEADER.raise_number, name="raise_number"),
    path("insamling/<int:number>/kod/", leading.LEADER.change_code, name="change_code"),
    path("insamling/<int:number>/stang/", leading.close, name="close"),
    path("insamling/<int:number>/avsluta/", leading.LEADER.discard, name="discard"),
    path("insamling/<int:number>/slapp/", reviewing.release, name="release"),
    path("insamling/<int:number>/granska/", reviewing.review, name="review"),
    path("insamling/<int:number>/granska/<uuid:key>/", reviewing.mask, name="mask"),
    path("insamling/<int:number>/granska/<uuid:key>/ta-bort/", reviewing.remove, name="remove"),
    path("insamling/<int:number>/analysdag/", analysing.day, name="day"),
    path("insamling/<int:number>/analysdag/stang/", analysing.close_day, name="close_day"),
    path("insamling/<int:number>/teman/nytt/", analysing.theme, name="new_theme"),
    path("insamling/<int:number>/teman/<int:theme_id>/", analysing.theme, name="theme"),
    path("insamling/<int:number>/teman/<int:theme_id>/ta-bort/", analysing.drop_theme, name="drop_theme"),
    path("insamling/<int:number>.<str:kind>", reviewing.download, name="download"),
    path("formular/nytt/", views.edit_form, name="new_form"),
    path("formular/las-in/", views.import_form, name="import_form"),
    path("formular/<slug:key>/", views.edit_form, name="edit_form"),
    path("formular/<slug:key>.json", views.download_form, name="download_form"),
]
