"""Where each resource of the protocol is; the format is the end of the address."""

from django.urls import re_path

from haitang.api.open311 import views

app_name = "open311"
FORM = r"\.(?P<form>json|xml)$"
urlpatterns = [
    re_path(rf"^(?:v2/)?discovery{FORM}", views.discovery, name="discovery"),
    re_path(rf"^v2/services{FORM}", views.services, name="services"),
    re_path(rf"^v2/services/(?P<code>[^/]+){FORM}", views.service, name="service"),
    re_path(rf"^v2/requests{FORM}", views.requests, name="requests"),
    re_path(rf"^v2/requests/(?P<number>[^/]+){FORM}", views.one_request, name="request"),
    re_path(rf"^v2/tokens/(?P<number>[^/]+){FORM}", views.token, name="token"),
    # What discovery names as the endpoint says where its resources are, as a person who opens it would ask.
    re_path(r"^(?:v2)?/?$", views.discovery, {"form": "xml"}),
    re_path(r"^v2$", views.discovery, {"form": "xml"}, name="endpoint"),
    re_path("", views.elsewhere),
]
