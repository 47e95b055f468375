"""One click signs anybody in as anybody here, so this part refuses to stand near anything real."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.db import connections

from haitang.kernel.registry.models import Account

HINT = "Unset HAITANG_SAMPLE for a real house (`haitang serve` never sets it)."


def not_over_https(**_: Any) -> list[CheckMessage]:  # reason: Django's check
    """Refuse a house that is set up for the world."""
    if settings.HTTPS:
        return [Error("HAITANG_SAMPLE and HAITANG_HTTPS are both 1.", hint=HINT, id="haitang.E002")]
    return []


def no_real_accounts(
    *,
    databases: Sequence[str] | None = None,
    **_: Any,  # reason: Django's check
) -> list[CheckMessage]:
    """Refuse a database in which anybody has an account that was not grown."""
    return [
        Error(
            f"The database holds {real} accounts that are not of a sample county.",
            hint=HINT,
            id="haitang.E003",
        )
        for alias in databases or ()
        if (real := real_accounts(alias))
    ]


def real_accounts(alias: str = "default") -> int:
    """How many accounts were not grown with a sample county; none before the first migrate."""
    if "registry_account" not in connections[alias].introspection.table_names():
        return 0
    return Account.objects.using(alias).filter(is_sample=False).count()


def was_grown() -> bool:
    """Whether what stands here was grown: sample accounts and no others."""
    accounts = Account.objects.all()
    return accounts.filter(is_sample=True).exists() and not accounts.filter(is_sample=False).exists()
