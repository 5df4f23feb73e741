from django.urls import path

from spiral.learn.circles import views

app_name = "circles"
urlpatterns = [
    path("", views.index, name="index"),
    path("ny/", views.edit, name="new"),
    path("<int:number>/", views.circle, name="circle"),
    path("<int:number>/andra/", views.edit, name="edit"),
    path("<int:number>/avsluta/", views.end, name="end"),
    path("<int:number>/skriv-ut/", views.everything, name="print"),
    path("<int:number>/kapitel/nytt/", views.edit_chapter, name="new_chapter"),
    path("<int:number>/kapitel/<int:chapter_id>/", views.chapter, name="chapter"),
    path("<int:number>/kapitel/<int:chapter_id>/andra/", views.edit_chapter, name="edit_chapter"),
    path("<int:number>/kapitel/<int:chapter_id>/ta-bort/", views.remove_chapter, name="remove_chapter"),
    path("<int:number>/tar-med/", views.takeaway, name="new_takeaway"),
    path("<int:number>/tar-med/<int:takeaway_id>/", views.takeaway, name="takeaway"),
]
