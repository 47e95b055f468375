"""Addresses of rotas."""

from django.urls import path

from haitang.desks.rota import views

app_name = "rota"
urlpatterns = [
    path("", views.index, name="rotas"),
    path("feed/<str:key>.ics", views.feed, name="feed"),
    path("calendar/renew/", views.renew, name="renew"),
    path("calendar/shut/", views.shut, name="shut"),
    path("exchange/<uuid:uuid>/", views.answer, name="answer"),
    path("day/<uuid:uuid>/", views.sitting, name="sitting"),
    path("day/<uuid:uuid>/ask/", views.ask, name="ask"),
    path("day/<uuid:uuid>/held/", views.held, name="held"),
    path("day/<uuid:uuid>/settle/", views.settle, name="settle"),
    path("day/<uuid:uuid>/off/", views.off, name="off"),
    path("day/<uuid:uuid>/take/", views.take, name="take"),
    path("<slug:key>/<int:unit>/", views.show, name="rota"),
    path("<slug:key>/<int:unit>/plan/", views.plan, name="plan"),
    path("<slug:key>/<int:unit>/away/", views.away, name="away"),
]
