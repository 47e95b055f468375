from django.apps import AppConfig

from haitang.kernel.matters.guards import GUARDS


class MattersConfig(AppConfig):
    name = "haitang.kernel.matters"
    label = "matters"
    default_auto_field = "django.db.models.BigAutoField"
    guards = GUARDS
    commands = {"import": "导入 Take in files.", "search": "检索 What matters are found by."}

    def ready(self) -> None:
        """Add the matters' words and abilities."""
        from haitang.kernel.matters.actions.inheriting import OPEN_MATTERS  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.matters.declare import MattersSection  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.matters.integrity import CHECKS  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.matters.rules import ABILITIES  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.playbooks.language import register_section  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.registry.abilities import register_ability  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.registry.closings import register_heritage  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.registry.integrity import register_check  # noqa: PLC0415 -- needs loaded apps

        register_section(MattersSection)
        for check in CHECKS:
            register_check(check)
        register_heritage(OPEN_MATTERS)
        for name, words in ABILITIES.items():
            register_ability(name, words)
