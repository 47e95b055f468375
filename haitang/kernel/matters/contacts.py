"""A resident's contact details: sealed to the one row they belong to."""

from haitang.kernel.matters.admission import Admitted
from haitang.kernel.matters.drafts import ContactDetails
from haitang.kernel.matters.models import Contact
from haitang.kernel.registry.secrets import blind_index, seal, unseal


def sealed_contact(admitted: Admitted) -> Contact | None:
    """The row that keeps what the resident left; None where nothing was left."""
    given = admitted.draft.contact
    if not given:
        return None
    contact = Contact(matter=admitted.matter)
    contact.name_sealed = seal(given.name.strip(), f"{contact.uuid}/name")
    contact.phone_sealed = seal(admitted.phone, f"{contact.uuid}/phone")
    contact.phone_index = blind_index(admitted.phone, "matter-phone")
    return contact


def opened_contact(contact: Contact) -> ContactDetails:
    """What the row keeps, readable."""
    return ContactDetails(
        name=unseal(contact.name_sealed, f"{contact.uuid}/name"),
        phone=unseal(contact.phone_sealed, f"{contact.uuid}/phone"),
    )
