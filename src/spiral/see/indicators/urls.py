from django.urls import path

from spiral.see.indicators.views import answering, leading, reading

app_name = "indicators"
urlpatterns = [
    path("", reading.index, name="index"),
    path("ny/", leading.new, name="new"),
    path("<int:number>/", reading.indicator, name="indicator"),
    path("<int:number>/andra/", leading.edit, name="edit"),
    path("<int:number>/nytt-ar/", leading.plan, name="plan"),
    path("ar/<int:asked>/", reading.year, name="year"),
    path("ar/<int:asked>/andra/", leading.edit_year, name="edit_year"),
    path("ar/<int:asked>/oppna/", leading.open_year, name="open_year"),
    path("ar/<int:asked>/stang/", leading.close_year, name="close_year"),
    path("ar/<int:asked>/mall.xlsx", answering.template, name="template"),
    path("ar/<int:asked>/las-in/", answering.upload, name="upload"),
    path("ar/<int:asked>/las-in/spara/", answering.commit, name="commit"),
    path("ar/<int:asked>/svar.<file:kind>", reading.download, name="download"),
    path("svar/<int:number>/", answering.answer, name="answer"),
    path("svar/<int:number>/ta-tillbaka/", answering.take_back, name="take_back"),
]
