from django.urls import path, re_path

from haitang.api.api import api
from haitang.api.errors import in_one_shape
from haitang.api.views import docs, missing

operations = api.urls
for one in operations[0]:
    one.callback = in_one_shape(api, one.callback) if one.callback else None

urlpatterns = [
    path("docs", docs, name="api-docs"),
    path("", missing, name="api-root-missing"),
    path("", operations),
    re_path("", missing, name="api-missing"),
]
