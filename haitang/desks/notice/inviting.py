"""An invitation of another part, carried to the resident by the way that was left, when nobody sleeps."""

from django.urls import reverse

from haitang.desks.notice.audience import Audience
from haitang.desks.notice.models import Hush
from haitang.desks.notice.preferences import way_for_code
from haitang.desks.notice.ways import Address, Message, Refused, Trouble, ways
from haitang.desks.notice.writing import absolute, stop_word
from haitang.kernel.matters.api import use_contact
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import SYSTEM
from haitang.lib import clock
from haitang.ui.inviting import Carried, ResidentInvitation

#: What stands in the list of looks, which the resident alone is shown.
WHY = "请居民评价 asking the resident how it went"


def invite(matter: Matter, invitation: ResidentInvitation) -> Carried:
    """Send *invitation*; the use of the contact is written down as a look."""
    if Hush.objects.filter(matter=matter).exists():
        return Carried.HUSHED
    way, now = way_for_code(matter), clock.now()
    if not way:
        return Carried.NOWHERE
    if Audience().after_quiet(matter, now) > now:
        return Carried.ASLEEP
    contact = use_contact(matter, actor=SYSTEM(matter.region_id), why=WHY)
    assert contact is not None  # a way leads to it
    return _sent(way, _message(matter, invitation), Address(contact.email, contact.phone))


def _message(matter: Matter, invitation: ResidentInvitation) -> Message:
    stop = reverse("notice:hush", args=[stop_word(matter)])
    url = absolute(invitation.path)
    return Message(invitation.uuid, invitation.subject, invitation.lines, url, absolute(stop))


def _sent(way: str, message: Message, address: Address) -> Carried:
    try:
        ways()[way].send(message, address)
    except Refused:
        return Carried.NOWHERE
    except Trouble:
        return Carried.LATER
    return Carried.SENT
