"""Addresses of what is offered."""

from django.urls import path

from haitang.desks.offers import views

app_name = "offers"
urlpatterns = [
    path("", views.index, name="open"),
    path("<str:number>/", views.show, name="offer"),
    path("<str:number>/contact/", views.contact, name="contact"),
    path("<str:number>/take/", views.take, name="take"),
    path("<str:number>/<slug:move>/", views.move, name="move"),
]
