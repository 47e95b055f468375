"""The house's addresses with the sample county's, for tests: settings without SAMPLE leave them out."""

from django.urls import include, path

from haitang.project.urls import urlpatterns as house

urlpatterns = [*house, path("sample/", include("haitang.sample.urls"))]
