from django.apps import AppConfig

from haitang.kernel.playbooks.guards import GUARDS


class PlaybooksConfig(AppConfig):
    name = "haitang.kernel.playbooks"
    label = "playbooks"
    default_auto_field = "django.db.models.BigAutoField"
    guards = GUARDS
    commands = {"playbook": "方案 Check, preview and apply playbooks."}

    def ready(self) -> None:
        """Register the language's first words: a playbook's own, and the registry's from below."""
        from haitang.kernel.playbooks.header import HeaderSection  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.playbooks.language import register_section  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.playbooks.sample import SampleSection  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.registry.abilities import register_ability  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.registry.declare import RegistrySection  # noqa: PLC0415 -- needs loaded apps
        from haitang.lib.text import Text  # noqa: PLC0415 -- slow import

        register_ability("playbooks.see", Text(zh="查看方案", en="Read playbooks"))
        register_ability("playbooks.apply", Text(zh="应用方案", en="Apply playbooks"))
        register_section(HeaderSection)
        register_section(RegistrySection)
        register_section(SampleSection)
