"""The addresses of one desk alone."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

urlpatterns = [path("account/", include("allauth.account.urls"))]
if find_spec(f"haitang.desks.{settings.DESK}.urls"):
    urlpatterns.append(path("", include(f"haitang.desks.{settings.DESK}.urls")))
