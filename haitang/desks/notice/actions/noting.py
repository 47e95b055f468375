"""Remembering which steps there are to tell of."""

from collections.abc import Sequence

from django.db import connection


def note_news(steps: Sequence[int]) -> None:
    """Remember that *steps* are to be told of; called within the transaction that writes them."""
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO notice_news (step_id) VALUES (%s)", [(step,) for step in steps])
