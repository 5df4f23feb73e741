from django.urls import path

from spiral.learn.examples import views

app_name = "examples"
urlpatterns = [
    path("", views.index, name="index"),
    path("nytt/", views.new, name="new"),
    path("ta-med/", views.attach, name="attach"),
    path("underlag/", views.evidence_kinds, name="kinds"),
    path("<int:number>/", views.example, name="example"),
    path("<int:number>/andra/", views.edit, name="edit"),
    path("<int:number>/skicka-in/", views.submit, name="submit"),
    path("<int:number>/granska/", views.review, name="review"),
    path("<int:number>/ta-tillbaka/", views.take_back, name="take_back"),
    path("<int:number>/ta-bort-underlag/", views.detach, name="detach"),
    path("<int:number>/provat/", views.tell, name="tell"),
    path("<int:number>/provat/<int:trial>/", views.retell, name="retell"),
    path("<int:number>/provat/<int:trial>/ta-bort/", views.untell, name="untell"),
]
