from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "haitang.web"
    label = "web"
