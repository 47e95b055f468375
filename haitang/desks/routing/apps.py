from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "haitang.desks.routing"
    label = "routing"
