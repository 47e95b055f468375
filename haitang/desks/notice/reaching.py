"""Where a message goes and what it says, looked up at the last moment; None where nobody is to hear."""

from collections.abc import Sequence
from dataclasses import dataclass

from haitang.desks.notice.addressees import Addressee
from haitang.desks.notice.audience import Audience
from haitang.desks.notice.models import CodeLetter, Device, Habit, Hush, Letter
from haitang.desks.notice.preferences import BY_PHONE
from haitang.desks.notice.ways import Address, Message
from haitang.desks.notice.ways.base import Receiver
from haitang.desks.notice.writing import of_code, to_group, to_outside, to_resident, to_staff
from haitang.kernel.matters.api import use_contact
from haitang.kernel.registry.api import Actor, actor_of_person, people_numbered, unseal, use_phone
from haitang.kernel.registry.models import Person
from haitang.lib.text import Language
from haitang.ui.telling import subjects

#: What stands in the list of looks, for whom it was sent to.
WHY = "发送办理进展 sending news of it"
WHY_CODE = "发送查询码 sending the code to follow it by"


@dataclass(frozen=True, repr=False)
class Reached:
    """A message with its address."""

    message: Message
    address: Address


def reached(addressee: Addressee, letters: Sequence[Letter], *, actor: Actor) -> Reached | None:
    """What goes to *addressee* about *letters*; a contact that is used is written down as a look."""
    if addressee.unit:
        return Reached(to_group(letters), Address())
    if addressee.subject:
        return _outside(addressee, letters[0], actor)
    if addressee.person is None:
        return _resident(addressee, letters, actor)
    person = people_numbered([addressee.person]).first()
    # Who holds no post any more is told nothing more of what the post was for.
    if person is None or not actor_of_person(person).stands:
        return None
    address = _address(person, addressee.way, actor)
    return Reached(to_staff(letters, language=_language(person)), address) if address else None


def _outside(addressee: Addressee, letter: Letter, actor: Actor) -> Reached | None:
    """One by one: each says another thing."""
    kind = subjects().get(letter.occasion)
    assert addressee.subject is not None  # the caller looked
    found = kind.outside(addressee.subject, letter.word, actor) if kind and kind.outside else None
    address = Address(found.email, found.phone) if found else Address()
    if found is None or not (address.email if addressee.way == "email" else address.phone):
        return None
    return Reached(to_outside(letter, found), address)


def _resident(addressee: Addressee, letters: Sequence[Letter], actor: Actor) -> Reached | None:
    matter = letters[0].matter
    assert matter is not None  # it is for a resident
    if Hush.objects.filter(matter=matter).exists():
        return None
    contact = use_contact(matter, actor=actor, why=WHY)
    address = Address(contact.email, contact.phone) if contact else Address()
    if not (address.email if addressee.way == "email" else address.phone):
        return None
    return Reached(to_resident(letters, kind=Audience().kind(matter)), address)


def code_reached(letter: CodeLetter, *, code: str, actor: Actor) -> Reached | None:
    """The message with *code*, and where it goes; the use of the contact is written down as a look."""
    contact = use_contact(letter.matter, actor=actor, why=WHY_CODE)
    address = Address(contact.email, contact.phone) if contact else Address()
    if not (address.email if letter.way == "email" else address.phone):
        return None
    return Reached(of_code(letter, code=code, kind=Audience().kind(letter.matter)), address)


def _address(person: Person, way: str, actor: Actor) -> Address | None:
    if way == "email":
        account = getattr(person, "account", None)
        return Address(email=account.email) if account and account.is_active and account.email else None
    if way == "push":
        receivers = [_receiver(device) for device in Device.objects.filter(person=person).order_by("pk")]
        return Address(receivers=receivers) if receivers else None
    phone = use_phone(person, actor=actor, why=WHY) if way in BY_PHONE else ""
    return Address(phone=phone) if phone else None


def _receiver(device: Device) -> Receiver:
    endpoint = unseal(device.endpoint_sealed, f"{device.uuid}/endpoint")
    return Receiver(endpoint, device.p256dh, device.auth)


def _language(person: Person) -> Language:
    habit = Habit.objects.filter(person=person).first()
    return "en" if habit and habit.language == "en" else "zh"
