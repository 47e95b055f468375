"""Installs the triggers that parts declare, after every migrate, and checks that they stand."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig, apps
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.models.signals import post_migrate

from haitang.lib.guards import Guard, install, missing


def guards_of(config: AppConfig) -> tuple[Guard, ...]:
    """The guards that one part declares in its ``AppConfig``."""
    return getattr(config, "guards", ())


def all_guards() -> list[Guard]:
    """The guards of every part."""
    return [guard for config in apps.get_app_configs() for guard in guards_of(config)]


def connect() -> None:
    """Have the guards installed whenever migrations have run."""
    post_migrate.connect(_after_migrate, dispatch_uid="haitang.guards")
    register(guards_stand, Tags.database)


def _after_migrate(sender: AppConfig, using: str, **_: Any) -> None:  # reason: Django's signal
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    install(connection, [guard for guard in guards_of(sender) if guard.table in tables])


def guards_stand(
    *,
    databases: Sequence[str] | None = None,
    **_: Any,  # reason: Django's check
) -> list[CheckMessage]:
    """Django's check: each declared guard whose table exists stands in the database."""
    return [fault for alias in databases or () for fault in _faults(alias)]


def _faults(alias: str) -> list[CheckMessage]:
    connection = connections[alias]
    tables = set(connection.introspection.table_names())
    wanted = [guard for guard in all_guards() if guard.table in tables]
    return [
        Error(
            f"The trigger {name} is missing: records could be changed unseen.",
            hint="Run `haitang migrate` (or django's migrate): it installs the triggers anew.",
            id="haitang.E001",
        )
        for name in missing(connection, wanted)
    ]
