"""What whoever opens a matter by program is told at once: who said the same, and how to go with them."""

from django.urls import reverse

from haitang.api.matter_shapes import AlikeOneOut, AlikeOut, OpenedOut
from haitang.desks.requests.alike import Issue, Neighbours, neighbours, seen_of
from haitang.kernel.matters.api import GATHERS, Opened
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import Actor, lasting_revision, unit_numbered
from haitang.lib.redaction import redact

#: So many of those alike are named to staff.
MOST = 5
NOBODY = AlikeOut(people=0, here=0, since=None, matters=[], join="")


def opened_by_staff(opened: Opened, actor: Actor, *, tells_code: bool) -> OpenedOut:
    """What was opened with a token, with those alike that the token may see."""
    found = _found(opened.matter, actor)
    told = _for_staff(opened.matter, found, actor) if found else NOBODY
    return _opened(opened, told, code=opened.follow_code if tells_code else "")


def opened_by_resident(opened: Opened) -> OpenedOut:
    """What was opened without one: how many said the same, and nothing of what they said."""
    found = _found(opened.matter)
    told = _told(found, _address("join", opened.matter), []) if found else NOBODY
    return _opened(opened, told, code=opened.follow_code)


def _found(matter: Matter, actor: Actor | None = None) -> Neighbours | None:
    if matter.closed_at or matter.gathered_under_id:
        return None
    return neighbours(matter, revision=lasting_revision(actor) if actor else None)


def _opened(opened: Opened, alike: AlikeOut, *, code: str) -> OpenedOut:
    matter = opened.matter
    return OpenedOut(number=matter.number, uuid=matter.uuid, follow_code=code, alike=alike)


def _for_staff(matter: Matter, found: Neighbours, actor: Actor) -> AlikeOut:
    seen = seen_of(found, actor=actor, most=MOST)
    heads = [head for head, _ in seen if GATHERS.allows(actor, head)]
    join = _address("gather_under", heads[0]) if heads and _gathers(actor, matter) else ""
    return _told(found, join, [_one(head, issue, matter) for head, issue in seen])


def _gathers(actor: Actor, matter: Matter) -> bool:
    if not Matter.owner.is_cached(matter):
        owner = unit_numbered(matter.region_id, matter.owner_id, revision=lasting_revision(actor))
        matter.owner = owner or matter.owner
    return GATHERS.allows(actor, matter)


def _told(found: Neighbours, join: str, matters: list[AlikeOneOut]) -> AlikeOut:
    return AlikeOut(people=found.people, here=found.here, since=found.since, matters=matters, join=join)


def _one(head: Matter, issue: Issue, matter: Matter) -> AlikeOneOut:
    return AlikeOneOut(
        number=head.number,
        title=redact(head.title),
        unit=head.unit.name,
        here=head.unit_id == matter.unit_id,
        people=issue.people,
        since=issue.since,
    )


def _address(call: str, matter: Matter) -> str:
    return reverse(f"api:{call}", args=[matter.number])
