from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "haitang.ui"
    label = "ui"
