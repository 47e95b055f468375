"""What watches the suite for queries that grow with their rows can itself fail."""

from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from zeal import NPlusOneError

from haitang.kernel.registry.models import Unit
from haitang.kernel.registry.tests.county import small_county


def test_three_rows_that_each_ask_again_are_told(stage: Path, db: None) -> None:
    small_county()
    request_started.send(Path)
    try:
        assert len([unit.region for unit in Unit.objects.select_related("region")[:4]]) == 4
        with pytest.raises(NPlusOneError, match=r"Unit\.region"):
            assert [unit.region for unit in Unit.objects.all()[:4]]
    finally:
        request_finished.send(Path)
