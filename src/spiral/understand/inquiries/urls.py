from django.urls import path

from spiral.understand.inquiries.views import inquiry, showing, tree, trials

app_name = "inquiries"
urlpatterns = [
    path("", inquiry.index, name="index"),
    path("ny/", inquiry.start, name="start"),
    path("ta-med/", inquiry.take, name="take"),
    path("<int:number>/", inquiry.page, name="inquiry"),
    path("<int:number>/andra/", inquiry.edit, name="edit"),
    path("<int:number>/faser/", inquiry.phases, name="phases"),
    path("<int:number>/faser/<int:phase>/", inquiry.phase, name="phase"),
    path("<int:number>/avsluta/", inquiry.finish, name="finish"),
    path("<int:number>/oppna/", inquiry.reopen, name="reopen"),
    path("<int:number>/penna/", inquiry.take_pencil, name="take_pencil"),
    path("<int:number>/penna/lagg-ner/", inquiry.put_down_pencil, name="put_down_pencil"),
    path("<int:number>/svar/", tree.add, name="add"),
    path("<int:number>/svar/<int:because>/", tree.change, name="change"),
    path("<int:number>/svar/<int:because>/parkera/", tree.park, name="park"),
    path("<int:number>/svar/<int:because>/ta-fram/", tree.take_back, name="take_back"),
    path("<int:number>/svar/<int:because>/flytta/", tree.move, name="move"),
    path("<int:number>/svar/<int:because>/sla-ihop/", tree.merge, name="merge"),
    path("<int:number>/underlag/", tree.add_evidence, name="add_evidence"),
    path("<int:number>/underlag/<int:piece>/ta-bort/", tree.remove_evidence, name="remove_evidence"),
    path("<int:number>/underlag/<int:piece>/se-igen/", trials.look_again, name="look_again"),
    path("<int:number>/antaganden/", trials.hunch, name="add_hunch"),
    path("<int:number>/antaganden/<int:hunch>/", trials.hunch, name="hunch"),
    path("<int:number>/atgarder/", trials.action, name="add_action"),
    path("<int:number>/atgarder/<int:action>/", trials.action, name="action"),
    path("<int:number>/atgarder/<int:action>/varv/", trials.start_cycle, name="start_cycle"),
    path("<int:number>/varv/<int:cycle>/", trials.cycle, name="cycle"),
    path("<int:number>/uppfoljningar/", trials.check, name="add_check"),
    path("<int:number>/uppfoljningar/<int:check>/", trials.check, name="check"),
    path("<int:number>/drivdiagram/", showing.drawing, name="drawing"),
    path("<int:number>/skriv-ut/", showing.sheet, name="sheet"),
    path("<int:number>/namnd/", showing.board, name="board"),
    path("<int:number>/undersokning.<str:kind>", showing.download, name="download"),
]
