"""From a step to who is told: news is written with the step, notices and letters when it is gone through."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction

from haitang.desks.notice.actions.codes import order_code
from haitang.desks.notice.audience import Audience
from haitang.desks.notice.enums import WayKey, When
from haitang.desks.notice.models import Hush, Letter, News, Notice, Warned
from haitang.desks.notice.preferences import Hours, Preferences, groups, notices_of
from haitang.desks.notice.queries import resident_way
from haitang.desks.notice.ways import ways
from haitang.kernel.matters.api import contacts_of, gathered_under, has_stub, steps_since
from haitang.kernel.matters.enums import StepKind
from haitang.kernel.matters.models import Matter, Step
from haitang.kernel.registry.api import SYSTEM, Actor
from haitang.lib import clock
from haitang.ui.telling import Tidings

#: What is older is no news: a file of last year's matters disturbs nobody.
STALE = timedelta(days=3)


@dataclass(frozen=True)
class ToTell:
    """That a person is to be told of something; ``key`` makes it once."""

    person: int
    occasion: str
    key: str
    region: int
    matter: Matter | None = None
    step: Step | None = None
    subject: UUID | None = None
    word: str = ""


@dataclass(frozen=True)
class ToGroup:
    """That the group of the unit that has *matter* is to be told."""

    matter: Matter
    occasion: str
    key: str


@transaction.atomic
def tell_news(batch: Sequence[int], *, actor: Actor) -> int:
    """Tell of the *batch* of steps and take them off the list, both or neither; how many were news."""
    waiting = News.objects.filter(pk__in=batch)
    if connection.features.has_select_for_update:
        waiting = waiting.select_for_update(skip_locked=True)
    held = list(waiting.values_list("pk", flat=True))
    fresh = list(steps_since(clock.now() - STALE, among=held))
    audience = Audience()
    # Of several steps at once the last says it all: who reads goes to the matter as it stands.
    last = {
        (told.person, step.matter_id, told.occasion): told
        for step in fresh
        for told in _of_step(step, audience)
    }
    tell(last.values(), actor=actor)
    _write_to_residents(fresh, audience)
    if groups():
        write_to_groups(_of_groups(fresh, audience), audience=audience, actor=actor)
    News.objects.filter(pk__in=held).delete()
    return len(held)


def _of_step(step: Step, audience: Audience) -> Iterable[ToTell]:
    for person, occasion in audience.of_step(step).items():
        yield ToTell(person, occasion, f"{step.pk}", step.matter.region_id, step.matter, step)


@transaction.atomic
def warn(matter: Matter, *, occasion: str, audience: Audience, actor: Actor) -> int:
    """Tell those in charge that *matter* is due soon or late, once for each deadline; how many."""
    assert matter.due_at is not None  # it was found by it
    _, new = Warned.objects.get_or_create(matter=matter, occasion=occasion, due_at=matter.due_at)
    key = f"{occasion}/{matter.pk}/{matter.due_at:%Y%m%dT%H%M}"
    people = audience.in_charge(matter) if new else ()
    if people and groups():
        write_to_groups([ToGroup(matter, occasion, key)], audience=audience, actor=actor)
    told = [ToTell(person, occasion, key, matter.region_id, matter) for person in people]
    return tell(told, actor=actor)


@transaction.atomic
def tell(told: Iterable[ToTell], *, actor: Actor) -> int:  # noqa: ARG001 -- acts name who acts
    """Put notices into the house, and letters where people want to hear another way; how many notices."""
    wanted = list(told)
    known = set(
        Notice.objects.filter(
            person__in={one.person for one in wanted}, key__in={one.key for one in wanted}
        ).values_list("person", "key")
    )
    new = [one for one in wanted if (one.person, one.key) not in known]
    preferences = Preferences.of({one.person for one in new})
    kept = [one for one in new if preferences.soon(one.person, one.occasion, WayKey.APP) != When.NEVER]
    rows = Notice.objects.bulk_create([_notice(one, shown=one in kept) for one in new])
    _write_letters(rows, preferences)
    return len(rows)


def _notice(told: ToTell, *, shown: bool) -> Notice:
    now = clock.now()
    return Notice(
        region_id=told.region,
        person_id=told.person,
        occasion=told.occasion,
        matter=told.matter,
        step=told.step,
        subject=told.subject,
        word=told.word,
        key=told.key,
        at=told.step.at if told.step else now,
        # Who wants nothing in the house is not counted at, yet the notice stands for what goes elsewhere.
        read_at=None if shown else now,
    )


def _write_letters(notices: Iterable[Notice], preferences: Preferences) -> None:
    now = clock.now()
    letters = [
        Letter(
            region_id=notice.region_id,
            way=way,
            notice=notice,
            person_id=notice.person_id,
            matter_id=notice.matter_id,
            due_at=due,
            made_at=now,
        )
        for notice in notices
        for way, due in preferences.letters(notice.person_id, notice.occasion, now)
    ]
    Letter.objects.bulk_create(letters)


def _of_groups(steps: Sequence[Step], audience: Audience) -> Iterator[ToGroup]:
    """What the group of the unit that has it hears: of several steps of a matter the last."""
    for step in {step.matter_id: step for step in steps}.values():
        for occasion in sorted(audience.of_group(step)):
            yield ToGroup(step.matter, occasion, f"{occasion}/{step.pk}")


@transaction.atomic
def write_to_groups(told: Iterable[ToGroup], *, audience: Audience, actor: Actor) -> None:  # noqa: ARG001 -- acts name who acts
    """Have the robots of a unit's group say what the playbook lets them: numbers, and nobody's name."""
    now = clock.now()
    letters = [
        Letter(
            region_id=one.matter.region_id,
            way=way,
            unit_id=one.matter.owner_id,
            matter=one.matter,
            occasion=one.occasion,
            key=one.key,
            due_at=audience.after_quiet(one.matter, now),
            made_at=now,
        )
        for one in told
        if one.occasion in audience.notices(one.matter).group
        for way in groups()
    ]
    Letter.objects.bulk_create(letters, ignore_conflicts=True)


@transaction.atomic
def tell_of_subject(tidings: Tidings, *, people: Collection[int], actor: Actor) -> int:
    """Tell *people* of a thing of a desk's."""
    told = [
        ToTell(person, tidings.subject, tidings.key, actor.region_id, subject=tidings.uuid, word=tidings.word)
        for person in sorted(people)
    ]
    return tell(told, actor=actor)


@transaction.atomic
def write_outside(tidings: Tidings, *, leads: Sequence[str], actor: Actor) -> bool:
    """Have somebody outside written to about a thing of a desk's; False where no way leads there."""
    notices, now = notices_of(actor.region_id), clock.now()
    way = next((one for one in notices.residents if one in leads and one in ways()), None)
    if way is None:
        return False
    Letter.objects.get_or_create(
        region_id=actor.region_id,
        way=way,
        key=tidings.key,
        defaults={
            "subject": tidings.uuid,
            "occasion": tidings.subject,
            "word": tidings.word,
            "due_at": Hours.usual(notices).due(When.NOW, now),
            "made_at": now,
        },
    )
    return True


def _write_to_residents(steps: Sequence[Step], audience: Audience) -> None:
    """Whoever left a contact hears of every step that is shown to them and was not their own."""
    moved = {step.pk: step for step in steps if _concerns_resident(step)}
    if not moved:
        return
    _order_codes([step.matter for step in moved.values() if step.kind == StepKind.OPENED])
    open_ways = set(ways())
    for step in moved.values():
        if step.kind != StepKind.OPENED:
            matters = [step.matter_id, *gathered_under(step.matter_id).values_list("pk", flat=True)]
            _to_contacts(step, matters, audience, open_ways)


def _order_codes(opened: Sequence[Matter]) -> None:
    """Whoever told it to staff, by letter or by hotline has no code yet: it goes to what they left."""
    without = {matter.pk: matter for matter in opened if not has_stub(matter)}
    # Looked up for all at once: most who come by hotline or patrol leave nothing.
    left = set(contacts_of(without).values_list("matter", flat=True)) if without else ()
    for pk in sorted(left):
        order_code(without[pk], asked=False, actor=SYSTEM(without[pk].region_id))


def _concerns_resident(step: Step) -> bool:
    return step.shown and step.role != "resident"


def _to_contacts(step: Step, matters: Sequence[int], audience: Audience, open_ways: set[str]) -> None:
    notices = audience.notices(step.matter)
    now = clock.now()
    hushed = Hush.objects.filter(matter__in=matters).values("matter")
    contacts = contacts_of(matters).exclude(matter__in=hushed)
    letters = [
        Letter(
            region_id=step.matter.region_id,
            way=way,
            step=step,
            matter_id=contact.matter_id,
            due_at=audience.after_quiet(step.matter, now),
            made_at=now,
        )
        for contact in contacts
        if (way := resident_way(contact, [one for one in notices.residents if one in open_ways]))
    ]
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
