"""The words for rotas in a playbook: who sits where, how often, and what becomes of a day that was held."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time, timedelta
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from haitang.kernel.ledger.api import LedgerSection
from haitang.kernel.matters.api import MattersSection
from haitang.kernel.registry.api import RegistrySection
from haitang.lib.declare import Declaration, House, Identity, Section
from haitang.lib.diagnostics import Fault
from haitang.lib.text import Text, nearest

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Rota(Declaration):
    """A rota: the days on which people sit in turn."""

    label: Text = Field(description="What it is called, in both languages.")
    help: Text | None = Field(None, description="A sentence under its name.")
    at: tuple[str, ...] = Field(min_length=1, description="The kinds of unit that keep one.")
    roles: tuple[str, ...] = Field(
        min_length=1, description="The roles whose holders, at the unit or below it, take turns."
    )
    seats: int = Field(1, ge=1, le=20, description="How many sit on one day.")
    weekdays: tuple[Weekday, ...] = Field((), description="The days of the week on which it is held.")
    month_days: tuple[int, ...] = Field((), description="Or the days of the month, as [1, 15].")
    from_: str = Field(alias="from", pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="From what time.")
    to: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="To what time.")
    place: Text | None = Field(None, description="Where, where it is always the same place.")
    themes: Mapping[str, Text] = Field(default_factory=dict, description="Themes, one day after another.")
    writes: str = Field(description="The kind of entry that a day held writes, once.")
    theme_field: str = Field("", description="The entry's field that says the theme, by the same keys.")
    takes: str = Field("", description="The kind of matter that is taken down there.")
    channel: str = Field("", description="The channel by which it then comes in.")
    services: str = Field("", description="A kind of entry that is counted beside: services of that day.")
    was: str = Field("", description="The key this is renamed from; may be dropped once applied.")

    @model_validator(mode="after")
    def _days(self) -> Self:
        if bool(self.weekdays) == bool(self.month_days):
            raise ValueError("say either weekdays or month_days")
        if any(not 1 <= day <= 28 for day in self.month_days):
            raise ValueError("month_days lie between 1 and 28, so that every month has them")
        if self.from_ >= self.to:
            raise ValueError("from lies before to")
        return self

    def held_on(self, day: date) -> bool:
        """Whether it is held on *day*."""
        return day.day in self.month_days or _WEEKDAYS[day.weekday()] in self.weekdays

    def days(self, since: date, until: date) -> list[date]:
        """The days from *since* up to, and without, *until*."""
        span = (since + timedelta(days=number) for number in range((until - since).days))
        return [day for day in span if self.held_on(day)]

    @property
    def hours(self) -> tuple[time, time]:
        """From when to when."""
        return time.fromisoformat(self.from_), time.fromisoformat(self.to)


class RotaSection(Section):
    """Who sits when."""

    part: ClassVar[str] = "rota"
    codes: ClassVar[Mapping[str, Text]] = {
        "rota-unknown": Text(
            zh="rotas: 里写了没有声明的角色、单位类型、台账、字段、事项或渠道。",
            en="`rotas:` names a role, kind of unit, entry, field, matter or channel that is not declared.",
        ),
        "rota-sitter-cannot-write": Text(
            zh="值班的角色没有资格记 writes: 所写的台账。",
            en="Who sits may not record the kind of entry that `writes:` names.",
        ),
    }

    rotas: Mapping[str, Rota] = Field(default_factory=dict, description="The rotas, by key.")

    def problems(self, house: House) -> Iterable[Fault]:
        """Names that lead nowhere; sitters who could not write down that they sat."""
        for key, rota in self.rotas.items():
            yield from _problems(rota, house, ("rotas", key))

    def identities(self) -> Iterable[Identity]:
        """Days point to the rota they are of."""
        return (Identity(("rotas",), key, rota.was) for key, rota in self.rotas.items())


Path = tuple[str, ...]


def _problems(rota: Rota, house: House, path: Path) -> Iterator[Fault]:
    registry, entries = house.section(RegistrySection), house.section(LedgerSection).entries
    matters = house.section(MattersSection)
    entry = entries.get(rota.writes)
    fields = entry.fields if entry else {}
    named: list[tuple[str, Iterable[str], Iterable[str]]] = [
        ("at", rota.at, registry.unit_kinds),
        ("roles", rota.roles, registry.roles),
        ("writes", [rota.writes], entries),
        ("theme_field", [rota.theme_field], fields),
        ("takes", [rota.takes], matters.matters),
        ("channel", [rota.channel], matters.channels),
        ("services", [rota.services], entries),
    ]
    for word, said, known in named:
        for one in said:
            yield from _known(one, list(known), (*path, word))
    if entry and entry.who and not set(entry.who) & set(rota.roles):
        hint = f"Add one of {', '.join(rota.roles)} to its who:."
        yield Fault("rota-sitter-cannot-write", f"nobody who sits may record {rota.writes}.", hint, path)


def _known(word: str, known: list[str], path: Path) -> Iterator[Fault]:
    if word and word not in known:
        near = nearest(word, known)
        hint = f'Did you mean "{near}"?' if near else "Declare it first."
        yield Fault("rota-unknown", f'"{word}" is not declared.', hint, path=path)
