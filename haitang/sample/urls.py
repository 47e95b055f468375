"""Where the one-click sign-in stands: only in a house that has this part installed."""

from django.urls import path

from haitang.sample import views

app_name = "sample"
urlpatterns = [path("", views.sign_in, name="sign_in")]
