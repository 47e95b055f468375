from django.urls import path

from haitang.api.api import api
from haitang.api.views import docs

urlpatterns = [path("docs", docs, name="api-docs"), path("", api.urls)]
