"""Imports that an import linter cannot judge: those inside functions, those of tests, and signals."""

import ast
import re

from tests.architecture.source import Source, code, said

#: Why an import may stand inside a function.
REASONS = ("slow import", "needs loaded apps", "optional extra")
#: ``post_migrate`` lays the triggers again after Django rebuilds a table.
SIGNALS_ALLOWED = {"haitang/project/guards.py"}
#: What of a kernel part the outside may import; commands build on commands.
DOORS = ("api", "models", "enums")
NOQA = re.compile(r"#\s*noqa: ([A-Z0-9, ]+?)(?: -- (.*))?$")
IGNORE = re.compile(r"#\s*(type: ignore(?:\[[^\]]*\])?)[ #]*(.*)$")


def inner_imports(sources: list[Source]) -> list[str]:
    """Imports inside functions without a reason of the closed list."""
    return sorted(
        {
            f"{source.at(node)} {source.line_of(node).strip()}"
            for source in sources
            for function in source.functions()
            for node in ast.walk(function)
            if isinstance(node, ast.Import | ast.ImportFrom) and not has_reason(source.line_of(node))
        }
    )


def has_reason(line: str) -> bool:
    """Whether the line says why, in words of the closed list."""
    return any(f"PLC0415 -- {reason}" in line for reason in REASONS)


def imported(source: Source) -> list[tuple[ast.stmt, str]]:
    """Every module or name a file imports, dotted."""
    found: list[tuple[ast.stmt, str]] = []
    for node in source.nodes:
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(node, f"{node.module}.{alias.name}") for alias in node.names]
    return found


def of_tests(sources: list[Source]) -> list[str]:
    """Application code that imports tests."""
    return [
        f"{source.at(node)} imports {name}"
        for source in sources
        for node, name in imported(source)
        if "tests" in name.split(".") or name.startswith(("pytest", "hypothesis"))
    ]


def of_signals(sources: list[Source]) -> list[str]:
    """Signals used for our own logic."""
    return [
        f"{source.at(node)} imports {name}"
        for source in sources
        if source.path not in SIGNALS_ALLOWED
        for node, name in imported(source)
        if name.startswith(("django.dispatch", "django.db.models.signals", "django.core.signals"))
    ]


def past_the_doors(sources: list[Source]) -> list[str]:
    """What stands outside the kernel and reaches into one of its parts past its front door."""
    return [
        f"{source.at(node)} imports {name}"
        for source in sources
        if not source.path.startswith("haitang/kernel/")
        for node, name in imported(source)
        if name.startswith("haitang.kernel.") and not through_a_door(source, name)
    ]


def through_a_door(source: Source, name: str) -> bool:
    """Whether *name* is imported from where its part lets others in."""
    within = name.split(".")[3:]
    doors = (*DOORS, "cli") if source.path.endswith("cli.py") else DOORS
    return within[0] in doors


def unexplained(sources: list[Source]) -> list[str]:
    """Exceptions from a rule without a reason; one reason serves the same rule in the rest of its file."""
    offenders = []
    for source in sources:
        explained: set[str] = set()
        for number, line in enumerate(source.lines, 1):
            for rule, why in exceptions(line):
                if why:
                    explained.add(rule)
                elif rule not in explained:
                    offenders.append(f"{source.path}:{number} {line.strip()}")
    return offenders


def exceptions(line: str) -> list[tuple[str, str]]:
    """The exceptions that a line makes, each with its reason or none."""
    noqa, ignored = NOQA.search(line), IGNORE.search(line)
    found = [(noqa[1], noqa[2] or "")] if noqa else []
    return found + ([(ignored[1], ignored[2])] if ignored else [])


def test_an_import_inside_a_function_says_why():
    offenders = inner_imports(code())
    assert not offenders, said(offenders)


def test_the_application_does_not_import_its_tests():
    offenders = of_tests(code())
    assert not offenders, said(offenders)


def test_the_kernel_is_entered_by_its_front_doors():
    offenders = past_the_doors(code())
    assert not offenders, said(offenders)


def test_no_signals_carry_our_own_logic():
    offenders = of_signals(code())
    assert not offenders, said(offenders)


def test_every_exception_from_a_rule_says_why():
    offenders = unexplained(code())
    assert not offenders, said(offenders)


def test_the_guards_find_what_is_planted():
    def planted(text: str) -> list[Source]:
        return [Source("haitang/web/views.py", text)]

    assert inner_imports(planted("def f():\n    import ibis"))
    assert inner_imports(planted("def f():\n    import ibis  # noqa: PLC0415 -- it was easier"))
    assert not inner_imports(planted("def f():\n    import ibis  # noqa: PLC0415 -- slow import"))
    assert of_tests(planted("from haitang.kernel.ledger.tests.people import alice"))
    assert of_signals(planted("from django.db.models.signals import post_save"))
    assert past_the_doors(planted("from haitang.kernel.matters.words import Flow"))
    assert not past_the_doors(planted("from haitang.kernel.matters.api import Flow"))
    assert unexplained(planted("x = 1  # noqa: " + "E501"))
    assert not unexplained(planted("x = 1  # noqa: " + "E501 -- an address\ny = 1  # noqa: " + "E501"))
    assert unexplained(planted("x = f()  # type: " + "ignore[misc]"))
    assert not unexplained(planted("x = f()  # type: " + "ignore[misc]  # untyped library"))
