"""The residents' addresses."""

from django.urls import path

from haitang.desks.requests.views import follow, tell

app_name = "requests"
urlpatterns = [
    path("", tell.chooser, name="chooser"),
    path("<slug:region>/", tell.door, name="door"),
    path("<slug:region>/tell/<slug:kind>/", tell.tell, name="tell"),
    path("<slug:region>/told/<str:number>/", tell.told, name="told"),
    path("<slug:region>/told/<str:number>/join/", tell.join, name="join"),
    path("<slug:region>/follow/", follow.follow, name="follow"),
    path("<slug:region>/follow/leave/", follow.leave, name="leave"),
    path("<slug:region>/follow/<str:number>/", follow.followed, name="followed"),
    path("<slug:region>/follow/<str:number>/move/<slug:move>/", follow.move, name="move"),
    path("<slug:region>/follow/<str:number>/remark/", follow.remark, name="remark"),
    path("<slug:region>/follow/<str:number>/photo/<uuid:photo>/", follow.photo, name="photo"),
]
