"""Templates, which no import linter reads: those of ``ui`` know no layer above it."""

import re

from tests.architecture.source import PACKAGE, said

#: An address of a part (``requests:tell``), or a template of one (``requests/tell.html``).
NAMED = re.compile(r"""{%\s*(?:url|include|extends)\s+["']([a-z_]+)[:/]""")


def parts_above() -> set[str]:
    """The names under which desks, pages, the API and the sample keep addresses and templates."""
    desks = {path.parent.name for path in (PACKAGE / "desks").glob("*/apps.py")}
    return desks | {"web", "api", "open311", "sample", "project", "matters"}


def names_above(text: str) -> list[str]:
    """The parts above ``ui`` that a template names."""
    return [found for found in NAMED.findall(text) if found in parts_above()]


def test_templates_of_ui_name_no_part_above_it():
    offenders = [
        f"{path.relative_to(PACKAGE.parent)} names {name}"
        for path in sorted((PACKAGE / "ui").rglob("*.html"))
        for name in names_above(path.read_text(encoding="utf-8"))
    ]
    assert not offenders, said(offenders)


def test_the_guard_finds_what_is_planted():
    for line in ('{% url "sample:sign_in" as where %}', "{% include 'requests/parts/x.html' %}"):
        assert names_above(line), line
    for line in ('{% url "account_login" %}', '{% include "ui/parts/bell.html" %}', "{% url item.url %}"):
        assert not names_above(line), line
