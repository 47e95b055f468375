"""The address of the patrol's page."""

from django.urls import path

from haitang.desks.patrol import views

app_name = "patrol"
urlpatterns = [path("", views.walk, name="walk")]
