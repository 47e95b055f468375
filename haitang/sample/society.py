"""People of a sample county, the posts they hold, the ties between them, and whom one may sign in as."""

from collections.abc import Iterator

from haitang.kernel.registry.api import Particulars, PostRow, grow_people, grow_posts, open_account, tie
from haitang.kernel.registry.models import Person, Unit
from haitang.lib.diagnostics import Refusal
from haitang.sample.declare import Posts, SignIn, at_size
from haitang.sample.growth import Growth, Holder
from haitang.sample.lots import Lots, spread_over
from haitang.sample.people import birth_years, birthday, names


def settle(growth: Growth) -> None:
    """Everyone with their posts, ties and accounts."""
    called = names(growth.sample.names, growth.lots("names"))
    for number, wanted in enumerate(growth.sample.posts):
        _appoint(growth, wanted, called, growth.lots(f"posts {number} {wanted.role}"))
    _tie(growth)
    taken: set[int] = set()
    for one in growth.sample.sign_in:
        taken.add(_open(growth, one, taken))


def seats(growth: Growth, wanted: Posts) -> list[Unit]:
    """The unit of each post to be held."""
    units = growth.units_of(wanted.at)
    if wanted.each is not None:
        return [unit for unit in units for _ in range(at_size(wanted.each, growth.size))]
    return spread_over(units, at_size(wanted.count or 0, growth.size))


def _appoint(growth: Growth, wanted: Posts, called: Iterator[str], lot: Lots) -> None:
    units = seats(growth, wanted)
    years = birth_years(len(units), wanted.born, wanted.born_else, lot, wanted.mean_age)
    particulars = [
        Particulars(
            name=next(called),
            sex=lot.choice("fm"),
            born_on=birthday(year, lot),
            education=lot.choice(wanted.education),
            full_time_degree=wanted.full_time_degree,
            phone=next(growth.phones),
        )
        for year in years
    ]
    people = grow_people(growth.region, rows=particulars, actor=growth.actor)
    posts = [
        PostRow(person, wanted.role, unit.pk, wanted.since)
        for person, unit in zip(people, units, strict=True)
    ]
    grow_posts(growth.region, rows=posts, actor=growth.actor)
    growth.holders.setdefault(wanted.role, []).extend(Holder(post.person, int(post.unit)) for post in posts)


def _tie(growth: Growth) -> None:
    for wanted in growth.sample.ties:
        lot = growth.lots(f"ties {wanted.kind}")
        targets = growth.units[wanted.to]
        holders = growth.holders_of([wanted.role])
        people = Person.objects.in_bulk([holder.person for holder in holders])
        for holder in holders:
            tie(
                people[holder.person],
                to=lot.choice(targets),
                kind=wanted.kind,
                since=wanted.since,
                actor=growth.actor,
            )


def _open(growth: Growth, one: SignIn, taken: set[int]) -> int:
    """An account for the first in the role at the unit or below it who has none yet; who it is."""
    units = growth.units_of(growth.units)
    top = next((unit.path for unit in units if unit.code == one.at), "nowhere")
    below = {unit.pk for unit in units if unit.path.startswith(top)}
    fitting = [holder.person for holder in growth.holders_of([one.role]) if holder.unit in below]
    free = next((person for person in fitting if person not in taken), None)
    if free is None:
        raise Refusal(
            "sample.nobody",
            zh=f"样例县里没有人可用 {one.username} 登录：{one.at} 没有角色 {one.role}。",
            en=f"Nobody to sign in as {one.username}: no {one.role} at {one.at} or below.",
        )
    person = Person.objects.get(pk=free)
    open_account(one.username, person=person, is_sample=True, actor=growth.actor)
    return free
