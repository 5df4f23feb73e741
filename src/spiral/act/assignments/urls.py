from django.urls import path

from spiral.act.assignments.views import frames, points

app_name = "assignments"
urlpatterns = [
    path("", frames.index, name="index"),
    path("alla/", frames.listing, name="all"),
    path("nytt/", frames.new, name="new"),
    path("strategier/", frames.strategies, name="strategies"),
    path("strategier/ny/", frames.strategy, name="new_strategy"),
    path("strategier/<int:number>/", frames.strategy, name="strategy"),
    path("ta-med/", points.take_along, name="take_along"),
    path("<int:number>/", frames.assignment, name="assignment"),
    path("<int:number>/andra/", frames.edit, name="edit"),
    path("<int:number>/ny-version/", frames.new_version, name="new_version"),
    path("<int:number>/jamfor/", frames.changes, name="changes"),
    path("<int:number>/starta/", frames.start, name="start"),
    path("<int:number>/avsluta/", frames.end, name="end"),
    path("<int:number>/rapport/", frames.report, name="report"),
    path("<int:number>/rapport.pdf", frames.paper, name="paper"),
    path("<int:number>/punkter.<str:kind>", frames.points_file, name="file"),
    path("<int:number>/punkt/ny/", points.new, name="new_point"),
    path("<int:number>/<int:order>/", points.point, name="point"),
    path("<int:number>/<int:order>/skriv/", points.write, name="write"),
    path("<int:number>/<int:order>/med/", points.want_in, name="want_in"),
    path("<int:number>/<int:order>/beratta/", points.tell, name="tell"),
    path("<int:number>/<int:order>/ta-bort/", points.remove, name="remove"),
]
