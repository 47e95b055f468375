"""How many answers that were given before an edited field would no longer take: counted in one statement."""

from collections.abc import Mapping
from typing import TypeVar

from django.db import connection
from django.db.models import BigIntegerField, Count, F, Func, JSONField, Model, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Length, NullIf

from haitang.kernel.playbooks.fields import AnyField, ChoiceField, MoneyField, NumberField
from haitang.kernel.playbooks.fields import TextField as Words
from haitang.kernel.playbooks.models import Declared
from haitang.lib.diagnostics import Refusal

M = TypeVar("M", bound=Model)
Fields = Mapping[str, AnyField]


def kept(before: Fields, after: Fields) -> dict[str, tuple[AnyField, AnyField]]:
    """By its key until now each field that stays, as it was and as it would be."""
    renamed = {spec.was: spec for spec in after.values() if spec.was}
    pairs = {key: (old, after.get(key) or renamed.get(key)) for key, old in before.items()}
    return {key: (old, new) for key, (old, new) in pairs.items() if new is not None}


def narrower(before: Fields, after: Fields) -> dict[str, tuple[AnyField, AnyField]]:
    """Those of the fields that stay whose bounds or options would let less through."""
    return {key: pair for key, pair in kept(before, after).items() if _is_narrower(*pair)}


def _is_narrower(old: AnyField, new: AnyField) -> bool:
    if isinstance(old, ChoiceField) and isinstance(new, ChoiceField):
        return bool(gone_options(old, new))
    return type(old) is type(new) and any(_tighter(word, old, new) for word in new.bounds)


def _tighter(word: str, old: AnyField, new: AnyField) -> bool:
    """A higher ``min``, a lower maximum, a condition that there was not."""
    was, now = getattr(old, word), getattr(new, word)
    return bool(now < was) if word.startswith("max") else bool(now > was)


def gone_options(old: ChoiceField, new: ChoiceField) -> list[str]:
    """The options that may be chosen no more."""
    stay = {*new.options, *(option.was for option in new.options.values())}
    return [key for key in old.options if key not in stay]


def refused_now(records: QuerySet[M], field: Declared, old: AnyField, new: AnyField, *, data: str) -> int:
    """How many of *records* gave *field* an answer that *new* refuses; *data* is where answers are kept."""
    counted = old.count and field.slot
    answer: Combinable = F(field.slot) if counted else answered(field.pk, data)
    if isinstance(old, ChoiceField) and isinstance(new, ChoiceField):
        gone = gone_options(old, new)
        rows = Declared.objects.filter(parent=field, section="options", key__in=gone)
        wanted = gone if counted else [str(row) for row in rows.values_list("pk", flat=True)]
        return records.annotate(answer=answer).filter(answer__in=wanted).count()
    if isinstance(new, Words):
        return records.annotate(size=Length(answer)).filter(size__gt=new.max).count()
    if isinstance(new, NumberField | MoneyField) and not counted:
        answer = Cast(answer, BigIntegerField())
    answers = records.annotate(answer=answer).exclude(answer=None).order_by()
    found = answers.values_list("answer").annotate(Count("pk"))
    return sum(number for said, number in found if not _takes(new, said))


def answered(field: int, data: str) -> Combinable:
    """The answer to *field* as text, out of the JSON in the column *data*; NULL where there is none."""
    said = NullIf(F(data), Value(""))
    if connection.vendor == "postgresql":
        names = (Cast(said, JSONField()), Value(str(field)))
        return Func(*names, function="jsonb_extract_path_text", output_field=TextField())
    found = Func(said, Value(f'$."{field}"'), function="json_extract", output_field=TextField())
    return Cast(found, TextField())


def _takes(spec: AnyField, said: object) -> bool:
    try:
        spec.clean(said)
    except Refusal:
        return False
    return True
