from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "haitang.api"
    label = "api"
