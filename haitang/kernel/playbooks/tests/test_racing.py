"""Two people applying at once: one wins, the other is told."""

from threading import Barrier, Thread

import pytest
from django.db import connection, connections

from haitang.kernel.playbooks.api import apply, plan
from haitang.kernel.playbooks.models import Version
from haitang.lib.diagnostics import Conflict

TEXT = "haitang: 1\nplaybook: county\ndeeds: {KEY: {label: {zh: 走访, en: Visit}}}\n"


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="in-memory SQLite has one connection")
def test_of_two_plans_from_the_same_base_one_is_applied(deeds, write, county, house_itself):
    plans = [plan(write(key, main=TEXT.replace("KEY", key)), at=county) for key in ("visit", "talk")]
    gate, results = Barrier(2), []

    def press(made):
        gate.wait()
        try:
            results.append(apply(made, actor=house_itself).serial)
        except Conflict as conflict:
            results.append(conflict.code)
        finally:
            connections.close_all()

    threads = [Thread(target=press, args=(made,)) for made in plans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, results)) == ["1", "playbooks.stale_plan"]
    assert Version.objects.count() == 1
