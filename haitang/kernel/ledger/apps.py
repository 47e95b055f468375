from django.apps import AppConfig

from haitang.kernel.ledger.guards import GUARDS


class LedgerConfig(AppConfig):
    name = "haitang.kernel.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"
    guards = GUARDS
