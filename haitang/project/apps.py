from django.apps import AppConfig

from haitang.project import checks, guards


class ProjectConfig(AppConfig):
    name = "haitang.project"
    label = "project"

    def ready(self) -> None:
        """Switch on what belongs to no part."""
        guards.connect()
        checks.install()
