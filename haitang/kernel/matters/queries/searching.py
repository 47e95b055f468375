"""Find matters by number and by words: by their pairs in an index, then letter by letter.

Who may see what is found is asked as for any list: what is said here only narrows it.
"""

import json
import re
from collections.abc import Sequence

from django.db import connection
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import StrIndex

from haitang.kernel.matters.models import Matter, NumberSeries, Words
from haitang.lib.grams import sought_grams, sought_numbers, terms

#: So many keys are gathered; of more, the first are found sooner along the order asked for.
COMMON = 5000
#: So many are looked at, spread over all of them, to see whether words are in every fourth or more: then
#: their keys are not even gathered. It decides how one looks, never what is found.
LOOKED_AT = 200
#: What can only be the beginning of a number.
_NUMBER = re.compile(r"[A-Z]{1,8}-[0-9-]*")
_FOUND = {
    "sqlite": "SELECT kept.matter_id FROM matters_grams CROSS JOIN matters_words kept"
    " ON kept.matter_id = matters_grams.rowid WHERE matters_grams MATCH %s",
    "postgresql": "SELECT kept.matter_id FROM matters_words kept WHERE kept.grams @> %s::integer[]",
}
_AMONG = {"sqlite": "IN (SELECT value FROM json_each(%s))", "postgresql": "= ANY(%s)"}
_HOLDS = {"sqlite": " AND instr(kept.sought, %s) > 0", "postgresql": " AND strpos(kept.sought, %s) > 0"}


def saying(text: str, region_id: int) -> Q:
    """The condition that a matter has the number *text*, or says all its words, each in one piece."""
    number = text.strip().upper()
    if _NUMBER.fullmatch(number):
        return Q(number__gte=number, number__lt=number + "~")
    words = terms(text)
    if not words:
        return Q() if not text.replace("\0", "").strip() else Q(pk__in=())
    numbered = _numbered(number, region_id) if number.isdecimal() else []
    found = [] if (everywhere := _is_everywhere(words)) else _keys(words)
    if everywhere or len(found) > COMMON:
        return _saying_each(words) | Q(pk__in=numbered)
    return _these({*found, *numbered})


def _numbered(digits: str, region_id: int) -> list[int]:
    """Those whose running number is *digits*: on the telephone people say no more of it."""
    series = NumberSeries.objects.filter(region=region_id).values_list("series", "year")
    numbers = [f"{key}-{year}-{digits}" for key, year in series]
    return list(Matter.objects.filter(region=region_id, number__in=numbers).values_list("pk", flat=True))


def _is_everywhere(words: Sequence[str]) -> bool:
    """Whether so many say them all that gathering the keys of all would be for nothing."""
    last = Words.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if last < 4 * COMMON:
        return False
    vendor = connection.vendor
    spread = list(range(last, 0, -max(last // LOOKED_AT, 1)))
    looked_at = json.dumps(spread) if vendor == "sqlite" else spread
    holds = f"CASE WHEN 1 = 1{_HOLDS[vendor] * len(words)} THEN 1 END"
    counted = f"SELECT count({holds}), count(*) FROM matters_words kept WHERE kept.matter_id {_AMONG[vendor]}"  # noqa: S608 -- constants
    with connection.cursor() as cursor:
        cursor.execute(counted, [*words, looked_at])
        saying, there = cursor.fetchone()
    return bool(saying * 4 >= there)


def _keys(words: Sequence[str]) -> list[int]:
    """Which say them all; of too many, no more than show that there are."""
    vendor = connection.vendor
    if vendor == "sqlite":
        asked: str | list[int] = " ".join(f'"{gram}"' for word in words for gram in sought_grams(word))
    else:
        asked = [number for word in words for number in sought_numbers(word)]
    statement = f"{_FOUND[vendor]}{_HOLDS[vendor] * len(words)} LIMIT {COMMON + 1}"
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked, *words])
        return [row[0] for row in cursor.fetchall()]


def _these(keys: set[int]) -> Q:
    """That it is one of *keys*, which are one mark of the statement, however many they are."""
    if connection.vendor == "sqlite":
        return Q(pk__in=RawSQL("SELECT value FROM json_each(%s)", (json.dumps(sorted(keys)),)))
    # As a list: of what is unnested PostgreSQL knows no length, and looks each up by itself.
    return Q(_Among(F("pk"), RawSQL("%s::bigint[]", (sorted(keys),)), output_field=BooleanField()))


class _Among(Func):
    template, arg_joiner = "%(expressions)s", " = ANY "


def _saying_each(words: Sequence[str]) -> Q:
    said = Words.objects.filter(matter=OuterRef("pk"))
    for word in words:
        said = said.annotate(place=StrIndex("sought", Value(word))).filter(place__gt=0)
    return Q(Exists(said))
