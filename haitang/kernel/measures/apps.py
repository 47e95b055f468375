from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "haitang.kernel.measures"
    label = "measures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give the language its words for measures; name who may see figures."""
        from haitang.kernel.measures import rules  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.measures.declare import MeasuresSection  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.measures.facts import check_facts  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.playbooks.facts import register_facts  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.playbooks.language import register_section  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.registry.abilities import register_ability  # noqa: PLC0415 -- needs loaded apps

        register_section(MeasuresSection)
        register_facts(check_facts)
        for key, label in rules.ABILITIES.items():
            register_ability(key, label)
