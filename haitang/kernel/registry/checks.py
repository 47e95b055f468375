"""Whether this installation still holds the key that its people's numbers were sealed with."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from haitang.kernel.registry.models import Region


def install() -> None:
    """Make the check run with every ``check --database`` and ``migrate``."""
    register(contact_key_fits, Tags.database)


def contact_key_fits(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """An error if the canary of any region does not open with the contact key of today."""
    from haitang.kernel.registry import secrets  # noqa: PLC0415 -- slow import

    found: list[CheckMessage] = []
    for alias in databases or ():
        if _has_canaries(alias):
            canaries = Region.objects.using(alias).exclude(canary=b"").values_list("key", "canary")
            found += [_error(key) for key, canary in canaries if not secrets.opens(canary)]
    return found


def _has_canaries(alias: str) -> bool:
    """Whether the table is there yet: the check runs before the first migration as well."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        return "registry_region" in connection.introspection.table_names(cursor)


def _error(key: str) -> CheckMessage:
    return Error(
        f"The contact key does not open what was sealed in the region {key}: phones and identity numbers "
        "cannot be read. 安装密钥 contact_key 与已加密的数据不符，手机号和身份证号无法读取。",
        hint="Put back the contact_key.secret that was beside this database, or set HAITANG_CONTACT_KEY. "
        "请放回原来的 contact_key.secret，或用 HAITANG_CONTACT_KEY 给出原密钥。",
        id="haitang.E010",
    )
