"""Addresses of what was learned."""

from django.urls import path

from haitang.desks.routing import views

app_name = "routing"
urlpatterns = [
    path("", views.show, name="kinds"),
    path("<slug:kind>/learn/", views.learn, name="learn"),
    path("<slug:kind>/use/<int:serial>/", views.use, name="use"),
    path("take/<str:number>/", views.take, name="take"),
]
