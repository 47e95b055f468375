"""The addresses of matters."""

from django.urls import path

from haitang.web.matters.views import acts, gathering, lists, page, slips

app_name = "matters"
urlpatterns = [
    path("", lists.inbox, name="inbox"),
    path("board/", lists.boards, name="boards"),
    path("board/<slug:kind>/", lists.board, name="board"),
    path("open/<slug:kind>/", acts.open_one, name="open"),
    path("hot/", lists.hot, name="hot"),
    path("ratings/", lists.alike, name="alike"),
    path("slips/<slug:kind>/", slips.print_sheet, name="slips"),
    path("slips/<slug:kind>/key/", slips.key_in, name="key"),
    path("gather/", gathering.gather_some, name="gather"),
    path("<str:number>/", page.show, name="matter"),
    path("<str:number>/move/<slug:move>/", page.move, name="move"),
    path("<str:number>/comment/", acts.comment_on, name="comment"),
    path("<str:number>/edit/", acts.edit_it, name="edit"),
    path("<str:number>/contact/", acts.contact, name="contact"),
    path("<str:number>/erase/", acts.erase, name="erase"),
    path("<str:number>/part/", gathering.part_it, name="part"),
    path("<str:number>/files/<uuid:file>/", page.file, name="file"),
]
