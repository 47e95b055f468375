"""How people want to hear: what each chose, else what the playbook says is usual, else what we think is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from haitang.desks.notice.addressees import Addressee
from haitang.desks.notice.declare import Notices, NoticeSection, minutes
from haitang.desks.notice.enums import WayKey, When
from haitang.desks.notice.models import Choice, Device, Habit
from haitang.desks.notice.occasions import occasions
from haitang.desks.notice.queries import resident_way
from haitang.desks.notice.timing import after_quiet, next_time
from haitang.desks.notice.ways import ways
from haitang.kernel.matters.api import contacts_of
from haitang.kernel.matters.models import Matter
from haitang.kernel.playbooks.api import house_of
from haitang.kernel.registry.api import people_numbered
from haitang.kernel.registry.models import Person

#: Ways that need the person's own telephone number.
BY_PHONE = (WayKey.SMS,)
#: Robots that a whole group reads: they are told of a unit, and nobody chooses them for themselves.
OF_GROUPS = (WayKey.WECOM, WayKey.DINGTALK)


@dataclass(frozen=True)
class Hours:
    """When somebody is left alone and when the daily message comes, in minutes of the day."""

    quiet_from: int
    quiet_until: int
    digest_at: int
    language: str = "zh"

    @classmethod
    def usual(cls, notices: Notices) -> "Hours":
        """As the playbook says."""
        quiet = notices.quiet
        return cls(minutes(quiet.from_), minutes(quiet.until), minutes(notices.digest_at))

    def due(self, soon: str, now: datetime) -> datetime:
        """When a message wanted so *soon* may leave."""
        moment = next_time(now, self.digest_at) if soon == When.DAILY else now
        return after_quiet(moment, since=self.quiet_from, until=self.quiet_until)


@dataclass(frozen=True)
class Preferences:
    """What some people chose, read at once."""

    notices: Mapping[int, Notices]
    hours: Mapping[int, Hours]
    choices: Mapping[tuple[int, str, str], str]
    reached: Mapping[int, frozenset[str]]

    @classmethod
    def of(cls, people: Iterable[int]) -> "Preferences":
        """Those of *people*; four queries however many."""
        rows = list(people_numbered(people))
        notices = {region: notices_of(region) for region in {row.region_id for row in rows}}
        of = {row.pk: notices[row.region_id] for row in rows}
        chosen = Choice.objects.filter(person__in=of).values_list("person", "occasion", "way", "soon")
        habits = {habit.person_id: hours_of(habit) for habit in Habit.objects.filter(person__in=of)}
        devices = set(Device.objects.filter(person__in=of).values_list("person", flat=True))
        return cls(
            of,
            {pk: habits.get(pk) or Hours.usual(notices) for pk, notices in of.items()},
            {(person, occasion, way): soon for person, occasion, way, soon in chosen},
            {row.pk: reach(row, has_device=row.pk in devices) for row in rows},
        )

    def soon(self, person: int, occasion: str, way: str) -> str:
        """How soon *person* wants to hear of *occasion* by *way*."""
        chosen = self.choices.get((person, occasion, way))
        if chosen or person not in self.notices:
            return chosen or When.NEVER
        return usually(self.notices[person], occasion, way)

    def letters(self, person: int, occasion: str, now: datetime) -> Iterator[tuple[str, datetime]]:
        """The ways outside the house by which *person* hears of *occasion*, each with when."""
        for way in sorted(self.reached.get(person, ())):
            soon = self.soon(person, occasion, way)
            if soon != When.NEVER:
                yield way, self.hours[person].due(soon, now)


def notices_of(region_id: int) -> Notices:
    """What the region's playbook says about telling people."""
    return house_of(region_id).section(NoticeSection).notice


def groups() -> list[str]:
    """The robots that are set up here."""
    return [str(way) for way in OF_GROUPS if way in ways()]


def way_for_code(matter: Matter) -> str:
    """By which way a code reaches who is behind *matter*; empty where none does."""
    contact = contacts_of([matter.pk]).first()
    open_ways, wanted = set(ways()), notices_of(matter.region_id).residents
    return resident_way(contact, [one for one in wanted if one in open_ways]) if contact else ""


def usually(notices: Notices, occasion: str, way: str) -> str:
    """How soon one hears who has chosen nothing."""
    said = {str(key): str(soon) for key, soon in notices.usual.get(occasion, {}).items()}
    return said.get(way) or str(occasions()[occasion].usual.get(WayKey(way), When.NEVER))


def hours_of(habit: Habit) -> Hours:
    """What somebody keeps as hours."""
    return Hours(habit.quiet_from, habit.quiet_until, habit.digest_at, habit.language)


def hours_for(addressee: Addressee) -> Hours:
    """When *addressee* is left alone: as they keep it themselves, else as the playbook says."""
    habit = Habit.objects.filter(person=addressee.person).first() if addressee.person else None
    return hours_of(habit) if habit else Hours.usual(notices_of(addressee.region))


def reach(person: Person, *, has_device: bool) -> frozenset[str]:
    """The ways that lead to *person* from this house: it has the way, and they have where it leads."""
    account = getattr(person, "account", None)
    leads = {
        WayKey.EMAIL: bool(account and account.is_active and account.email),
        WayKey.PUSH: has_device,
        **{way: bool(person.phone_sealed) for way in BY_PHONE},
    }
    return frozenset(str(way) for way, there in leads.items() if there and way in ways())
