"""A rota that leads nowhere is refused, with its place."""

from datetime import date

import pytest

from haitang.desks.rota.declare import RotaSection
from haitang.desks.rota.tests.conftest import PLAYBOOK
from haitang.kernel.playbooks.api import load
from haitang.lib.diagnostics import Faults


def codes(text: str, folder) -> set[str]:
    (folder / "main.yaml").write_text(text, encoding="utf-8")
    try:
        load(folder)
    except Faults as faults:
        return {fault.code for fault in faults.faults}
    return set()


@pytest.mark.parametrize(
    ("said", "instead", "code"),
    [
        ("roles: [sitter]", "roles: [siter]", "rota-unknown"),
        ("at: [compound]\n    roles", "at: [compund]\n    roles", "rota-unknown"),
        ("writes: sat", "writes: stood", "rota-unknown"),
        ("theme_field: theme", "theme_field: topic", "rota-unknown"),
        ("takes: request", "takes: reqest", "rota-unknown"),
        ("channel: day", "channel: night", "rota-unknown"),
        ("who: [sitter]", "who: [planner]", "rota-sitter-cannot-write"),
        ("weekdays: [sat]", "weekdays: [sat]\n    month_days: [1]", "bad-value"),
        ('to: "11:00"', 'to: "08:00"', "bad-value"),
    ],
)
def test_what_is_wrong_in_a_rota_is_said(playbook_folder, said, instead, code):
    assert codes(PLAYBOOK, playbook_folder) == set()
    assert said in PLAYBOOK
    assert code in codes(PLAYBOOK.replace(said, instead, 1), playbook_folder)


def test_days_of_the_month_come_twice_a_month(playbook_folder):
    text = PLAYBOOK.replace("weekdays: [sat]", "month_days: [1, 15]")
    (playbook_folder / "main.yaml").write_text(text, encoding="utf-8")
    rota = load(playbook_folder).section(RotaSection).rotas["owners"]
    assert rota.days(date(2026, 1, 1), date(2026, 3, 1)) == [
        date(2026, 1, 1),
        date(2026, 1, 15),
        date(2026, 2, 1),
        date(2026, 2, 15),
    ]
