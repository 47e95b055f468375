"""The residents' addresses."""

from django.urls import path

from haitang.desks.requests.views import done, follow, mine, tell

app_name = "requests"
urlpatterns = [
    path("", tell.chooser, name="chooser"),
    path("<slug:region>/", tell.door, name="door"),
    path("<slug:region>/tell/<slug:kind>/", tell.tell, name="tell"),
    path("<slug:region>/told/<str:number>/", tell.told, name="told"),
    path("<slug:region>/told/<str:number>/join/", tell.join, name="join"),
    path("<slug:region>/done/", done.listed, name="done"),
    path("<slug:region>/done/<int:key>/", done.one, name="done-one"),
    path("<slug:region>/done/<int:key>/photo/<uuid:photo>/", done.photo, name="done-photo"),
    path("<slug:region>/done/map/", done.on_map, name="done-map"),
    path("<slug:region>/done/feed.atom", done.feed, name="done-feed"),
    path("<slug:region>/done/figures/", done.figures, name="done-figures"),
    path("<slug:region>/follow/", follow.follow, name="follow"),
    path("<slug:region>/follow/leave/", follow.leave, name="leave"),
    path("<slug:region>/follow/<str:number>/", follow.followed, name="followed"),
    path("<slug:region>/follow/<str:number>/move/<slug:move>/", follow.move, name="move"),
    path("<slug:region>/follow/<str:number>/remark/", follow.remark, name="remark"),
    path("<slug:region>/follow/<str:number>/part/", follow.part_again, name="part"),
    path("<slug:region>/follow/<str:number>/mine.json", mine.as_json, name="mine_json"),
    path("<slug:region>/follow/<str:number>/mine/", mine.show, name="mine"),
    path("<slug:region>/follow/<str:number>/mine/contact/", mine.erase_contact, name="erase_contact"),
    path("<slug:region>/follow/<str:number>/mine/words/", mine.erase_all, name="erase_all"),
    path("<slug:region>/follow/<str:number>/photo/<uuid:photo>/", follow.photo, name="photo"),
]
