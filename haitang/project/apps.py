from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "haitang.project"
    label = "project"
