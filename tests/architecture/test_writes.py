"""One door for every write: actions and jobs. Views and queries only read; views ask loaders for objects."""

import ast
import re

from tests.architecture.source import Source, code, said

#: Where rows may be written.
DOORS = {"actions", "jobs", "migrations", "tests"}
ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "abulk_create"}
#: Statements that leave every row as it is; what changes rows in a WITH is found by its verb.
READS = re.compile(r"\s*(SELECT|WITH|EXPLAIN|PRAGMA|ANALYZE)\b", re.IGNORECASE)
CHANGES = re.compile(r"\b(INSERT\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|MERGE\s+INTO)\b", re.IGNORECASE)
EXECUTES = {"execute", "executemany", "executescript", "copy"}
#: What runs other SQL than an action or a job, and what for.
TOOLS = {
    "haitang/kernel/registry/pouring.py": "many rows at once, for the actions that checked them",
    "haitang/kernel/ledger/storing.py": "an entry with its fact in one statement, for recording",
    "haitang/kernel/ledger/gathered.py": "entries that came at once in one statement, for recording",
    "haitang/kernel/ledger/indexes.py": "indexes put aside while a county grows",
    "haitang/kernel/measures/running.py": "what the compiler of measures made",
    "haitang/kernel/matters/queries/together.py": "Django's own statement, with one asked beside it",
    "haitang/kernel/ledger/verify/strays.py": "counts that its own checks name",
    "haitang/lib/guards.py": "the triggers that refuse changes",
}
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
        if is_write(call, receiver, name) or is_raw_write(source, call, name)
    ]


def is_raw_write(source: Source, call: ast.Call, name: str) -> bool:
    """Whether SQL is executed that changes rows, or of which that cannot be told from its text."""
    if name not in EXECUTES or not call.args or source.path in TOOLS:
        return False
    is_text = isinstance(call.args[0], ast.Constant | ast.JoinedStr | ast.Name | ast.BinOp | ast.Subscript)
    return (name != "copy" or is_text) and not only_reads(source, call.args[0])


def only_reads(source: Source, statement: ast.expr) -> bool:
    """Whether *statement* is a text that begins by reading and names no change."""
    texts: list[ast.expr] = []
    match statement:
        case ast.Constant(value=str(text)):
            return READS.match(text) is not None and not CHANGES.search(text)
        case ast.JoinedStr(values=[first, *rest]):
            begins = first.value if isinstance(first, ast.FormattedValue) else first
            texts = [] if any(changes(piece) for piece in rest) else [begins]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            texts = [] if changes(right) else [left]
        case ast.IfExp(body=body, orelse=other):
            texts = [body, other]
        case ast.Subscript(value=ast.Name(id=name)):
            texts = [one for kept in named(source, name) for one in getattr(kept, "values", [kept])]
        case ast.Name(id=name) | ast.Call(func=ast.Name(id=name)):
            texts = named(source, name)
    return bool(texts) and all(only_reads(source, text) for text in texts)


def changes(piece: ast.expr) -> bool:
    """Whether a further piece of a text names a change."""
    return any(
        isinstance(node, ast.Constant) and isinstance(node.value, str) and CHANGES.search(node.value)
        for node in ast.walk(piece)
    )


def named(source: Source, name: str) -> list[ast.expr]:
    """Every text that a file keeps under *name*, or gives back from the function of that name."""
    found: list[ast.expr] = []
    for node in source.nodes:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found += [node.value for target in targets if getattr(target, "id", "") == name]
        elif isinstance(node, ast.FunctionDef) and node.name == name:
            found += [one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value]
    return found


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
        "cursor.execute('DROP TABLE ledger_entry')",
        "cursor.execute(f'{verb} ledger_entry SET day = 1')",
        "cursor.execute('SELECT 1; ' + 'DELETE FROM ledger_entry')",
        "cursor.execute('WITH gone AS (DELETE FROM ledger_entry RETURNING id) SELECT * FROM gone')",
        "SQL = 'TRUNCATE ledger_entry'\ncursor.execute(SQL)",
        "def sql(): return 'VACUUM'\ncursor.execute(sql())",
        "BY = {'sqlite': 'SELECT 1', 'postgresql': 'GRANT ALL ON x TO y'}\ncursor.execute(BY[vendor])",
        "cursor.execute(given)",
        "cursor.executescript(text)",
        "cursor.copy(f'COPY {table} FROM STDIN')",
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
        "cursor.execute(f'SELECT {columns} FROM x')",
        "SQL = 'SELECT 1'\ncursor.execute(SQL + ' WHERE x')",
        "BY = {'sqlite': 'SELECT 1', 'postgresql': 'SELECT 2'}\ncursor.execute(BY[vendor])",
        "found = vectors.copy()",
    ]
    for line in innocent:
        assert not writes([Source("haitang/web/views.py", line)]), line


def test_every_tool_that_runs_other_sql_is_there_and_still_needs_to():
    needing = {path for path in TOOLS for source in code() if source.path == path and runs_other(source)}
    assert needing == set(TOOLS)


def runs_other(source: Source) -> bool:
    """Whether a file would be an offender were it no tool."""
    elsewhere = Source("haitang/web/views.py", source.text)
    return any(is_raw_write(elsewhere, call, name) for call, _, name in elsewhere.calls())


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
