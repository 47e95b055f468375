"""The addresses of notices."""

from django.urls import path

from haitang.desks.notice import views

app_name = "notice"
urlpatterns = [
    path("", views.show, name="list"),
    path("read/", views.read, name="read"),
    path("choices/", views.choices, name="choices"),
    path("choices/device/", views.subscribe, name="subscribe"),
    path("choices/device/<uuid:uuid>/forget/", views.unsubscribe, name="unsubscribe"),
    path("undeliverable/", views.dead, name="dead"),
    path("undeliverable/<int:pk>/again/", views.again, name="again"),
    path("undeliverable/<int:pk>/drop/", views.drop, name="drop"),
    path("undeliverable/codes/<int:pk>/again/", views.code_again, name="code_again"),
    path("undeliverable/codes/<int:pk>/drop/", views.drop_code, name="drop_code"),
    path("stop/<str:word>/", views.hush, name="hush"),
    path("code/<slug:region>/", views.lost_code, name="code"),
    path("<int:pk>/", views.open_one, name="open"),
]
