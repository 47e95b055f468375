from django.apps import AppConfig

from haitang.kernel.ledger.guards import GUARDS


class LedgerConfig(AppConfig):
    name = "haitang.kernel.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
    guards = GUARDS
    commands = {"ledger": "台账 The ledger: prove it, seal it, take it to the lake."}

    def ready(self) -> None:
        """Add the ledger's words and abilities."""
        from haitang.kernel.ledger.declare import LedgerSection  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.ledger.rules import ABILITIES  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.playbooks.language import register_section  # noqa: PLC0415 -- needs loaded apps
        from haitang.kernel.registry.abilities import register_ability  # noqa: PLC0415 -- needs loaded apps

        register_section(LedgerSection)
        for name, words in ABILITIES.items():
            register_ability(name, words)
