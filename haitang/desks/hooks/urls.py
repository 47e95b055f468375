"""The addresses of what other systems are told."""

from django.urls import path

from haitang.desks.hooks import views

app_name = "hooks"
urlpatterns = [
    path("", views.show, name="list"),
    path("<int:pk>/again/", views.again, name="again"),
    path("<int:pk>/drop/", views.drop, name="drop"),
]
