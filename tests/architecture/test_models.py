"""What no import linter sees: foreign keys follow the same order as imports, and migrations stay readable."""

import re
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.db.migrations.loader import MigrationLoader

from tests.architecture.source import ROOT, Source, code, said

KERNEL = ["registry", "playbooks", "ledger", "matters", "measures"]


def layer(module: str) -> int:
    """How high a model's module stands; what is not ours stands lowest."""
    parts = module.split(".")
    if parts[0] != "haitang":
        return -1
    if parts[1] == "kernel":
        return KERNEL.index(parts[2])
    return len(KERNEL) + ["ui", "desks", "web", "api", "sample", "project"].index(parts[1])


def desk(module: str) -> str:
    """The desk a module belongs to, if any."""
    parts = module.split(".")
    return parts[2] if parts[:2] == ["haitang", "desks"] else ""


def breaks_order(model: str, target: str) -> bool:
    """Whether a model in one module may not point to one in another."""
    other_desk = desk(model) != "" and desk(target) not in ("", desk(model))
    return layer(target) > layer(model) or other_desk


def upward(found: list[type[models.Model]]) -> list[str]:
    """Relations that point up or across."""
    return [
        f"{model.__module__}.{model.__name__}.{field.name} → {field.related_model.__module__}"
        for model in found
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and isinstance(field.related_model, type)
        if breaks_order(model.__module__, field.related_model.__module__)
    ]


def hidden(sources: list[Source]) -> list[str]:
    """Models reached by name, past every contract."""
    return [
        f"{source.at(call)} {source.line_of(call).strip()}"
        for source in sources
        for call, receiver, name in source.calls()
        if name == "get_model" and receiver.endswith("apps")
    ]


def ours() -> list[type[models.Model]]:
    """The house's own models."""
    return [model for model in apps.get_models() if model.__module__.startswith("haitang.")]


def badly_named(names: list[str]) -> list[str]:
    """Migrations whose names say nothing."""
    return [
        name for name in names if not re.fullmatch(r"\d{4}_[a-z]+(_[a-z0-9]+)+", name) or "_auto_" in name
    ]


def test_foreign_keys_point_down():
    offenders = upward(ours())
    assert ours(), "no models were found"
    assert not offenders, said(offenders)


def test_no_model_is_reached_by_its_name():
    offenders = hidden(code())
    assert not offenders, said(offenders)


def test_migrations_are_linear_and_named_as_sentences():
    loader = MigrationLoader(None)
    our_labels = {config.label for config in apps.get_app_configs() if config.name.startswith("haitang.")}
    names = [name for label, name in loader.disk_migrations if label in our_labels]
    assert not badly_named(names)
    assert loader.detect_conflicts() == {}


def test_the_models_and_their_migrations_agree(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_do_not_import_the_application():
    migrations = [*(ROOT / "haitang").rglob("migrations/0*.py")]
    offenders = [path for path in migrations if imports_more_than_kin(path)]
    assert migrations
    assert not offenders


def imports_more_than_kin(path: Path) -> bool:
    """Whether a migration imports anything of the application but lib and other models' defaults."""
    names = re.findall(r"^(?:from|import) (haitang[\w.]*)", path.read_text(), re.MULTILINE)
    return any(not name.startswith("haitang.lib") and not name.endswith(".models") for name in names)


def test_the_guards_find_what_is_planted():
    assert breaks_order("haitang.kernel.registry.models", "haitang.kernel.ledger.models")
    assert breaks_order("haitang.desks.requests.models", "haitang.desks.academy.models")
    assert breaks_order("haitang.kernel.matters.models", "haitang.desks.requests.models")
    assert not breaks_order("haitang.desks.requests.models", "haitang.kernel.matters.models")
    assert hidden([Source("haitang/web/views.py", "apps.get_model('ledger', 'Entry')")])
    assert badly_named(["0001_initial", "0002_auto_20260101", "0002_phones_are_sealed"]) == [
        "0001_initial",
        "0002_auto_20260101",
    ]
