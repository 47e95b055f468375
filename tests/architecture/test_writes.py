"""One door for every write: actions and jobs. Views and queries only read; views ask loaders for objects."""

import ast
import re

from tests.architecture.source import Source, code, said

#: Where rows may be written.
DOORS = {"actions", "jobs", "migrations", "tests"}
ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "abulk_create"}
SQL = re.compile(r"^\s*(INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|TRUNCATE)\b", re.IGNORECASE)
LOADERS = {"get_object_or_404", "get_list_or_404"}
#: What shows and answers: it asks the kernel's and the desks' queries, never a table.
SHOWING = {"api", "web"}
SHOWING_FILES = {"views", "contexts", "forms", "loaders"}

#: Who stands above the kernel and takes its models for types and foreign keys alone.
ABOVE = {"ui", "desks", "web", "api"}
KERNEL_MODELS = re.compile(r"haitang\.kernel\.\w+\.models$")


def is_write(call: ast.Call, receiver: str, name: str) -> bool:
    """Whether a call writes rows, going by its shape.

    Dictionaries, sets, hashes, pictures and storages share the names but take a positional argument;
    a queryset's ``update`` and ``create``, a model's ``save`` and ``delete`` take none.
    """
    if name in ALWAYS:
        return True
    if name in {"update", "create"}:
        return not call.args and bool(call.keywords)
    return name in {"save", "delete"} and not call.args and receiver != ""


def writes(sources: list[Source]) -> list[str]:
    """Writes outside the doors."""
    outside = [source for source in sources if not DOORS.intersection(source.parts)]
    return [
        f"{source.at(call)} {source.line_of(call).strip()}"
        for source in outside
        for call, receiver, name in source.calls()
        if is_write(call, receiver, name) or is_raw_write(call, name)
    ]


def is_raw_write(call: ast.Call, name: str) -> bool:
    """Whether SQL that changes rows is executed."""
    return name in {"execute", "executemany"} and any(
        isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL.match(node.value)
        for argument in call.args[:1]
        for node in ast.walk(argument)
    )


def fetches(sources: list[Source]) -> list[str]:
    """Objects got in a view without asking a loader that knows the actor."""
    views = [source for source in sources if "views" in source.parts]
    return [
        f"{source.at(call)} {source.line_of(call).strip()}"
        for source in views
        for call, receiver, name in source.calls()
        if name in LOADERS or (name in {"get", "aget"} and receiver.endswith("objects"))
    ]


def tables_asked(sources: list[Source]) -> list[str]:
    """Tables that a page or an answer asks by itself."""
    return [
        f"{source.at(node)} {source.line_of(node).strip()}"
        for source in sources
        if is_showing(source)
        for node in source.nodes
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]


def kernel_tables_asked(sources: list[Source]) -> list[str]:
    """Tables of the kernel that are asked from outside it: its parts' queries are named for what is meant."""
    return [
        f"{source.at(node)} {source.line_of(node).strip()}"
        for source in sources
        if source.parts[1] in ABOVE
        for node in source.nodes
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_default_manager", "_base_manager"}
        and isinstance(node.value, ast.Name)
        and node.value.id in kernel_models(source)
    ]


def kernel_models(source: Source) -> set[str]:
    """What a file calls the models that it takes from the kernel."""
    return {
        alias.asname or alias.name
        for node in source.nodes
        if isinstance(node, ast.ImportFrom) and KERNEL_MODELS.match(node.module or "")
        for alias in node.names
    }


def is_showing(source: Source) -> bool:
    """Whether a file shows or answers: all of web and api, and every desk's views and their like."""
    if "queries" in source.parts:
        return source.parts[1] in SHOWING
    return source.parts[1] in SHOWING or bool(SHOWING_FILES.intersection(source.parts))


def test_rows_are_written_only_by_actions_and_jobs():
    offenders = writes(code())
    assert not offenders, said(offenders)


def test_views_get_objects_only_through_loaders():
    offenders = fetches(code())
    assert not offenders, said(offenders)


def test_pages_and_answers_ask_queries_and_never_a_table():
    offenders = tables_asked(code())
    assert not offenders, said(offenders)


def test_the_kernels_tables_are_asked_by_the_kernel_alone():
    offenders = kernel_tables_asked([one for one in code() if "tests" not in one.parts])
    assert not offenders, said(offenders)


def test_the_guards_find_what_is_planted():
    planted = [
        "Entry.objects.create(kind=kind)",
        "Entry.objects.filter(id=1).update(day=day)",
        "person.save(update_fields=['name'])",
        "person.delete()",
        "Fact.objects.bulk_create(rows)",
        "cursor.execute('UPDATE ledger_entry SET day = 1')",
        "cursor.execute(f'DELETE FROM {table}')",
    ]
    for line in planted:
        assert writes([Source("haitang/web/views.py", line)]), line
        assert not writes([Source("haitang/kernel/ledger/actions/record.py", line)]), line


def test_what_only_looks_like_a_write_passes():
    innocent = [
        "known.update(more)",
        "hash.update(b'')",
        "picture.save(file, 'WEBP')",
        "storage.delete(name)",
        "cursor.execute('SELECT 1')",
    ]
    assert not writes([Source("haitang/web/views.py", "\n".join(innocent))])


def test_the_loader_guard_finds_what_is_planted():
    for line in ("Matter.objects.get(number=number)", "get_object_or_404(Matter, number=number)"):
        assert fetches([Source("haitang/desks/requests/views.py", line)]), line
        assert not fetches([Source("haitang/desks/requests/queries.py", line)]), line


def test_the_guard_of_tables_finds_what_is_planted():
    line = "found = Unit.objects.filter(region=region)"
    for path in ("api/registry", "api/open311/queries", "web/contexts/me", "desks/requests/views/tell"):
        assert tables_asked([Source(f"haitang/{path}.py", line)]), path
    for path in ("kernel/registry/queries", "kernel/matters/queries/loaders", "desks/requests/queries"):
        assert not tables_asked([Source(f"haitang/{path}.py", line)]), path


def test_the_guard_of_the_kernels_tables_finds_what_is_planted():
    """A desk's own tables are its own; the kernel's models serve it as types and for foreign keys."""
    kernel = "from haitang.kernel.registry.models import Unit as Place\n"
    for line in ("Place.objects.filter(pk=1)", "list(Place._default_manager.all())"):
        for path in ("desks/rota/queries", "desks/rota/actions", "ui/units"):
            assert kernel_tables_asked([Source(f"haitang/{path}.py", kernel + line)]), path
        assert not kernel_tables_asked([Source("haitang/kernel/matters/rows.py", kernel + line)])
    own = "from haitang.desks.rota.models import Turn\nTurn.objects.filter(pk=1)"
    typed = kernel + "def at(unit: Place) -> Place: return unit"
    for innocent in (own, typed):
        assert not kernel_tables_asked([Source("haitang/desks/rota/queries.py", innocent)])
