from django.urls import path, re_path

from haitang.api.api import api
from haitang.api.views import docs, missing

urlpatterns = [
    path("docs", docs, name="api-docs"),
    path("", missing, name="api-root-missing"),
    path("", api.urls),
    re_path("", missing, name="api-missing"),
]
