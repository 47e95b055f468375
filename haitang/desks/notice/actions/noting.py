"""Remembering which steps there are to tell of."""

from collections.abc import Sequence

from haitang.kernel.registry.api import pour


def note_news(steps: Sequence[int]) -> None:
    """Remember that *steps* are to be told of; called within the transaction that writes them."""
    pour("notice_news", ("step_id",), [(step,) for step in steps])
