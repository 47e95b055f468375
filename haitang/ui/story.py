"""A matter's history as a timeline: what happened, who, with which photos and which deeds on the ledger."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from haitang.kernel.matters.api import Flow, StepView
from haitang.kernel.registry.api import Actor
from haitang.lib.text import Text, some
from haitang.ui.answers import in_words
from haitang.ui.words import both, say


@dataclass(frozen=True)
class Photo:
    """A file that came with a step; ``is_picture`` is shown small, anything else is named."""

    url: str
    alt: str
    is_picture: bool
    is_voice: bool = False


@dataclass(frozen=True)
class Deed:
    """An entry that a step wrote; ``url`` is empty for those who may not open it."""

    words: str
    url: str = ""


@dataclass(frozen=True)
class Event:
    """One dot of the timeline; one that lies ahead has no ``at``."""

    title: str
    at: datetime | None = None
    meta: str = ""
    body: str = ""
    tone: str = "grey"
    rows: tuple[tuple[str, str], ...] = ()
    photos: tuple[Photo, ...] = ()
    deeds: tuple[Deed, ...] = ()
    #: Whether the house wrote the body, in the page's own language.
    composed: bool = False


@dataclass(frozen=True)
class StoryContext:
    """How a story is told: where its files are, what it wrote, what its moves count, what comes next."""

    file_url: Callable[[UUID], str]
    deeds: Mapping[UUID, Sequence[Deed]]
    quantities: Mapping[str, Text]
    #: Who reads it.
    actor: Actor
    ahead: Text | None = None
    ended: bool = False
    #: A field whose words speak for themselves: they are shown without what the form called it.
    bare: str = ""


def events(steps: Sequence[StepView], context: StoryContext) -> list[Event]:
    """The timeline of *steps*, oldest first, then what comes next."""
    moved = [step.uuid for step in steps if step.to_state]
    now = "" if context.ended or not moved else moved[-1]
    told = [_event(step, context, "red" if step.uuid == now else "green") for step in _again(steps)]
    return [*told, Event(say(context.ahead))] if context.ahead else told


def _again(steps: Sequence[StepView]) -> Iterator[StepView]:
    """The *steps*, of which the same one handed on a second time says so: who reads need not see why."""
    handed: set[str] = set()
    for step in steps:
        again = bool(step.to_owner) and step.move in handed
        handed |= {step.move} if step.to_owner and step.move else set()
        yield replace(step, label=_anew(step.label)) if again else step


def _anew(label: Text) -> Text:
    return Text(zh=f"重新{label.zh}", en=f"{label.en} again")


def _event(step: StepView, context: StoryContext, tone: str) -> Event:
    return Event(
        title=say(step.label),
        at=step.at,
        meta=" · ".join(word for word in _meta(step, context) if word),
        body="\n".join(word for word in (_note(step), *_bare(step, context)) if word),
        tone=tone if step.to_state else "grey",
        rows=tuple(
            (say(answer.label), in_words(answer, context.actor))
            for answer in step.answers
            if answer.key != context.bare
        ),
        photos=_photos(step, context),
        deeds=tuple(context.deeds.get(step.uuid, ())),
        composed=step.said is not None,
    )


def _note(step: StepView) -> str:
    return say(step.said) if step.said else step.note


def _bare(step: StepView, context: StoryContext) -> list[str]:
    return [say(answer.said) for answer in step.answers if answer.key == context.bare]


def _meta(step: StepView, context: StoryContext) -> list[str]:
    files, counted = len(step.files), context.quantities.get(step.move)
    return [
        step.unit,
        f"{say(step.role)} {step.actor}".strip(),
        both(f"交给{step.to_owner}", f"to {step.to_owner}") if step.to_owner else "",
        "★" * step.rating if step.rating else "",
        f"{say(counted)} {step.quantity}" if counted and step.quantity else "",
        both(f"请{'、'.join(step.invited)}", f"asked {', '.join(step.invited)}") if step.invited else "",
        both(f"照片 {files}", some(files, "photo")) if files else "",
        both(f"随 {step.of}", f"with {step.of}") if step.of else "",
    ]


def _photos(step: StepView, context: StoryContext) -> tuple[Photo, ...]:
    return tuple(
        Photo(
            context.file_url(kept.uuid),
            both(f"{say(step.label)}照片 {place}", f"{say(step.label)}, photo {place}"),
            kept.media_type.startswith("image/"),
            kept.media_type.startswith("audio/"),
        )
        for place, kept in enumerate((file.attachment for file in step.files), start=1)
    )


def quantities(flow: Flow) -> dict[str, Text]:
    """What each move of *flow* counts, by the move's key."""
    asked = ((key, move.ask.quantity) for key, move in flow.moves.items())
    return {key: quantity.label for key, quantity in asked if quantity}
