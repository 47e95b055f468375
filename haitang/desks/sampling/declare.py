"""The words for sampling in a playbook: who is asked, how late, by whom, and when answers are too alike."""

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, Literal

from pydantic import Field

from haitang.desks.sampling.rules import ASKS
from haitang.kernel.ledger.api import EntryKind, LedgerSection
from haitang.kernel.matters.api import MattersSection
from haitang.kernel.registry.api import RegistrySection
from haitang.lib.declare import Declaration, House, Section
from haitang.lib.diagnostics import Fault
from haitang.lib.text import Text, nearest


class SampleFigure(Declaration):
    """A share of those who answered: whose answer to a field is one of some options, or so much at least."""

    label: Text = Field(description="What the share is called, in both languages.")
    field: str = Field(description="The entry's field that is looked at.")
    among: tuple[str, ...] = Field((), description="Options that count as yes, for a field of kind `choice`.")
    at_least: int | None = Field(None, description="The least number that counts as yes, for a `number`.")
    measure: str = Field("", description="The measure by which the same figure opens to its entries.")


class TooUniform(Declaration):
    """When answers are too much alike, too fast, or too far from the ratings at close to be people's own."""

    at_least: int = Field(10, ge=2, le=500, description="Of fewer answers nothing is said.")
    share: float = Field(0.95, gt=0.5, le=1, description="So large a part answering all alike raises a flag.")
    together: int = Field(5, ge=2, le=100, description="So many from one address, or within `minutes`, do.")
    minutes: int = Field(10, ge=1, le=1440, description="How close in time counts as at once.")


class Sampling(Declaration):
    """Residents drawn by lot, weeks after their matters ended, and asked by somebody outside the chain."""

    label: Text = Field(description="What it is called, in both languages.")
    matters: str = Field(description="The kind of matter whose residents are asked.")
    ended: tuple[str, ...] = Field(min_length=1, description="The end states that are asked about.")
    every: Literal["week", "month", "quarter"] = Field(
        "month", description="How often is drawn: on the first day of each `week`, `month` or `quarter`."
    )
    late_days: int = Field(
        28,
        ge=7,
        le=120,
        description="How many days before the draw they ended: all of one whole period.",
    )
    size: int = Field(40, ge=1, le=2000, description="How many are drawn.")
    open_days: int = Field(21, ge=3, le=90, description="For how many days answers are taken.")
    ring_after_days: int = Field(
        5, ge=0, le=60, description="After how many days those who have not answered are rung."
    )
    asked_by: tuple[str, ...] = Field(
        min_length=1, description="Roles that ring; never for a matter that went through their unit's hands."
    )
    writes: str = Field(
        description="The kind of entry that each answer writes; its fields are what is asked."
    )
    how: str = Field(
        "",
        description="Its choice field for how it was answered (`link`, `call`), filled in by itself.",
    )
    figures: Mapping[str, SampleFigure] = Field(
        min_length=1, description="The shares that are shown, by key."
    )
    coached: str = Field("", description="The figure that says that somebody told people what to answer.")
    beside_rating: str = Field(
        "", description="The figure that is held against the ratings of four and five stars given at close."
    )
    by: str = Field("", description="The kind of unit by which it is shown too, where five or more answered.")
    too_uniform: TooUniform = Field(TooUniform(), description="When a flag is raised.")


class SamplingSection(Section):
    """Who is asked again, late and blind."""

    part: ClassVar[str] = "sampling"
    codes: ClassVar[Mapping[str, Text]] = {
        "sampling-unknown": Text(
            zh="samplings: 里写了没有声明的事项、状态、角色、台账、字段、选项、单位类别或数字。",
            en="`samplings:` names a matter, state, role, entry, field, option, unit kind or figure unknown.",
        ),
        "sampling-asks-unable": Text(
            zh="抽查的角色没有 sampling.ask 权限，打不了电话。",
            en="A role that rings lacks the ability `sampling.ask`.",
        ),
        "sampling-figure-unclear": Text(
            zh="数字要么写 among:（选项），要么写 at_least:（数字字段）。",
            en="A figure says either `among:` for a choice or `at_least:` for a number.",
        ),
        "sampling-by-hand": Text(
            zh="抽查写的台账别人也能手填，数字就可以造。写上 by_moves: true。",
            en="Others may record the entry by hand, so the figure could be made up. Say `by_moves: true`.",
        ),
    }

    samplings: Mapping[str, Sampling] = Field(default_factory=dict, description="The samplings, by key.")

    def problems(self, house: House) -> Iterable[Fault]:
        """Names that lead nowhere, and figures that anybody could write."""
        for key, sampling in self.samplings.items():
            yield from _problems(sampling, house, ("samplings", key))


Path = tuple[str, ...]


def _problems(one: Sampling, house: House, path: Path) -> Iterator[Fault]:
    registry, matters = house.section(RegistrySection), house.section(MattersSection).matters
    entries = house.section(LedgerSection).entries
    yield from _known([one.matters], matters, (*path, "matters"))
    if one.matters in matters:
        states = matters[one.matters].flow.states
        yield from _known(one.ended, [key for key, state in states.items() if state.end], (*path, "ended"))
    yield from _known(one.asked_by, registry.roles, (*path, "asked_by"))
    yield from _known([one.by], registry.unit_kinds, (*path, "by")) if one.by else ()
    for role in one.asked_by:
        if role in registry.roles and ASKS not in registry.roles[role].abilities:
            yield Fault("sampling-asks-unable", f'"{role}" may not ring.', f"Give it {ASKS}.", path=path)
    yield from _known([one.writes], entries, (*path, "writes"))
    if one.writes in entries:
        yield from _answers(one, entries[one.writes], path)


def _answers(one: Sampling, entry: EntryKind, path: Path) -> Iterator[Fault]:
    if not entry.by_moves:
        what, hint = f'"{one.writes}" may be recorded by hand.', "Say by_moves: true."
        yield Fault("sampling-by-hand", what, hint, path=(*path, "writes"))
    choices = {key for key, field in entry.fields.items() if field.kind == "choice"}
    yield from _known([one.how], choices, (*path, "how")) if one.how else ()
    for word in ("coached", "beside_rating"):
        named = getattr(one, word)
        yield from _known([named], one.figures, (*path, word)) if named else ()
    for key, figure in one.figures.items():
        yield from _figure(figure, entry, (*path, "figures", key))


def _figure(figure: SampleFigure, entry: EntryKind, path: Path) -> Iterator[Fault]:
    yield from _known([figure.field], entry.fields, (*path, "field"))
    field = entry.fields.get(figure.field)
    if field is None:
        return
    if field.kind == "choice":
        yield from _known(figure.among, field.options, (*path, "among"))
    fits = bool(figure.among) if field.kind == "choice" else figure.at_least is not None
    if not fits or field.kind not in ("choice", "number"):
        what = f'"{figure.field}" is a {field.kind}, and the figure does not say what counts.'
        yield Fault("sampling-figure-unclear", what, "Say among: or at_least:.", path=path)


def _known(words: Iterable[str], known: Iterable[str], path: Path) -> Iterator[Fault]:
    choices = list(known)
    for word in words:
        if word not in choices:
            near = nearest(word, choices)
            hint = f'Did you mean "{near}"?' if near else "Declare it first."
            yield Fault("sampling-unknown", f'"{word}" is not declared.', hint, path=path)
