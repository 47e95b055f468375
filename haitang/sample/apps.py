from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "haitang.sample"
    label = "sample"
