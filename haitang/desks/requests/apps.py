from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "haitang.desks.requests"
    label = "requests"
