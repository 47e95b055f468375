"""A resident's contact details: sealed to the one row they belong to."""

from haitang.kernel.matters.drafts import ContactDetails
from haitang.kernel.matters.models import Contact
from haitang.kernel.registry.secrets import blind_index, seal, unseal


def sealed_contact(given: ContactDetails | None, *, phone: str, matter_id: int) -> Contact | None:
    """The row that keeps what the resident left; None where nothing was left."""
    if not given:
        return None
    contact = Contact(matter_id=matter_id)
    contact.name_sealed = seal(given.name.strip(), f"{contact.uuid}/name")
    contact.phone_sealed = seal(phone, f"{contact.uuid}/phone")
    contact.email_sealed = seal(given.email.strip(), f"{contact.uuid}/email")
    contact.phone_index = blind_index(phone, "matter-phone")
    return contact


def opened_contact(contact: Contact) -> ContactDetails:
    """What the row keeps, readable."""
    return ContactDetails(
        name=unseal(contact.name_sealed, f"{contact.uuid}/name"),
        phone=unseal(contact.phone_sealed, f"{contact.uuid}/phone"),
        email=unseal(contact.email_sealed, f"{contact.uuid}/email"),
    )
