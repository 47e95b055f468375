"""Another code to follow a matter by, sent to who left a telephone number or an address with it."""

from django.db import transaction
from django.db.models import Q

from haitang.kernel.matters import follow
from haitang.kernel.matters.actions.contact import use_contact
from haitang.kernel.matters.models import Contact, Matter
from haitang.kernel.matters.queries.loaders import clean_number
from haitang.kernel.registry.actors import Actor
from haitang.kernel.registry.models import Region
from haitang.kernel.registry.numbers import clean_phone
from haitang.kernel.registry.rules import forbidden
from haitang.kernel.registry.secrets import blind_index
from haitang.lib.diagnostics import Refusal
from haitang.lib.slips import read_slip

COMPARING = "核对索取查询码的人 checking who asks for a code"


@transaction.atomic
def put_code(matter: Matter, *, code: str, actor: Actor) -> None:
    """Have *code* be the one that *matter* is followed by; the one before ends with it."""
    if not actor.is_system or actor.region_id != matter.region_id:
        raise forbidden("matters.contact")
    matter.follow_digest = follow.digest_of(matter.number, code)
    matter.save(update_fields=["follow_digest"])


def matter_left_with(number: str, *, reached_at: str, region: Region, actor: Actor) -> Matter | None:
    """The matter of this number, if this phone or address was left with it; the comparison is noted."""
    wanted = clean_number(number)
    found = Matter.objects.filter(region=region).select_related("kind", "state", "unit", "owner", "region")
    slip = read_slip(wanted)
    matter = found.filter(Q(uuid=follow.slip_matter(slip)) if slip else Q(number=wanted)).first()
    return matter if matter and _left(matter, reached_at.strip(), actor) else None


def _left(matter: Matter, reached_at: str, actor: Actor) -> bool:
    if "@" in reached_at:
        left = use_contact(matter, actor=actor, why=COMPARING)
        return left is not None and left.email.strip().lower() == reached_at.lower()
    try:
        phone = clean_phone(reached_at)
    except Refusal:
        return False
    index = blind_index(phone, "matter-phone") if phone else ""
    return bool(index) and Contact.objects.filter(matter=matter, phone_index=index, erased_at=None).exists()
