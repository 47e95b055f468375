"""Addresses of sampling."""

from django.urls import path

from haitang.desks.sampling import views

app_name = "sampling"
urlpatterns = [
    path("", views.draws, name="draws"),
    path("calls/", views.calls, name="calls"),
    path("calls/<uuid:uuid>/", views.call, name="call"),
    path("calls/<uuid:uuid>/look/", views.look, name="look"),
    path("calls/<uuid:uuid>/no-reply/", views.no_reply, name="no_reply"),
    path("calls/<uuid:uuid>/decline/", views.declined, name="declined"),
    path("answer/<str:word>/", views.answer, name="answer"),
    path("answer/<str:word>/decline/", views.decline, name="decline"),
    path("<int:pk>/", views.draw, name="draw"),
]
