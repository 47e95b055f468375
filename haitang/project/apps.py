from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "haitang.project"
    label = "project"
    commands = {
        "backup": "备份 Copies of the house: made, kept so many days, put back.",
        "check": "安好 Look whether the installation is sound: settings, triggers, accounts.",
        "django": "Any command of Django's own, such as: haitang django shell.",
        "migrate": "升级 Bring the database up to this version.",
        "run": "试用 Try Haitang: grow a sample county, start web and worker. Everyone in it is invented.",
        "serve": "启用 Start web and worker for real use: no sample county, no sign-in without a password.",
        "worker": "后台 Only the worker: seals the days, moves what is due, erases what has served its time.",
    }

    def ready(self) -> None:
        """Switch on what belongs to no part."""
        from haitang.kernel.registry.api import register_keeper  # noqa: PLC0415 -- needs loaded apps
        from haitang.project import checks, guards, leaving  # noqa: PLC0415 -- needs loaded apps
        from haitang.project.signed_in import KEEPER  # noqa: PLC0415 -- needs loaded apps

        guards.connect()
        leaving.connect()
        checks.install()
        register_keeper(KEEPER)
