"""Addresses of meetings."""

from django.urls import path

from haitang.desks.meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.meetings, name="meetings"),
    path("put/", views.put, name="put"),
    path("mine/<uuid:uuid>/", views.mine, name="mine"),
    path("guest/<str:word>/", views.guest, name="guest"),
    path("<str:number>/", views.show, name="meeting"),
    path("<str:number>/move/<slug:move>/", views.move, name="move"),
    path("<str:number>/items/<int:item>/off/", views.off, name="off"),
    path("<str:number>/invite/", views.ask, name="invite"),
    path("<str:number>/seats/<int:seat>/", views.answer, name="reply"),
    path("<str:number>/guests/", views.ask_guest, name="ask_guest"),
    path("<str:number>/guests/<int:guest>/", views.guest_reply, name="guest_reply"),
    path("<str:number>/guests/<int:guest>/contact/", views.guest_contact, name="guest_contact"),
    path("<str:number>/guests/<int:guest>/erase/", views.guest_erase, name="guest_erase"),
    path("<str:number>/attend/", views.attend, name="attend"),
    path("<str:number>/decide/", views.rule, name="decide"),
    path("<str:number>/files/<uuid:file>/", views.file, name="file"),
]
