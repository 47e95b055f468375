"""Where each address goes; desks and pages bring their own."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from haitang.ui.desks import desk_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("language/", include("django.conf.urls.i18n")),
    path("account/", include("haitang.project.sign_in_urls")),
    path("account/mfa/", include("allauth.mfa.urls")),
    path("account/directory/", include("allauth.socialaccount.urls")),
    path("api/", include("haitang.api.urls")),
    path("open311/", include("haitang.api.open311.urls")),
    *desk_urls(),
    path("matters/", include("haitang.web.matters.urls")),
    path("", include("haitang.web.urls")),
]

if settings.DIRECTORY:
    directory = include("allauth.socialaccount.providers.openid_connect.urls")
    urlpatterns.append(path("account/", directory))
if settings.SAMPLE:
    urlpatterns.append(path("sample/", include("haitang.sample.urls")))
