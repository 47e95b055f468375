"""The addresses that a phone asks beside the form's own."""

from django.urls import path

from haitang.desks.keeping import views

app_name = "keeping"
urlpatterns = [
    path("worker.js", views.worker, name="worker"),
    path("ready/", views.ready, name="ready"),
]
