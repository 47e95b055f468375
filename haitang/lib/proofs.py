"""What proves that a form comes again from the page it came from: a secret that the page alone holds.

The form's identifier is made of the secret, so nothing has to be kept to check it; the identifier does not
lead back. A page without a network makes both by itself, in the browser, in the same way.
"""

import secrets
from hashlib import sha256
from uuid import UUID

#: Of the secret, in letters.
LENGTH = 43


def new_secret() -> str:
    """A secret for one page."""
    return secrets.token_urlsafe(32)


def draft_of(secret: str) -> UUID:
    """The identifier of the form on the page that holds *secret*."""
    return UUID(bytes=sha256(secret.encode()).digest()[:16])


def proves(secret: str, draft: UUID) -> bool:
    """Whether *secret* is that of the page whose form bears *draft*."""
    return len(secret) == LENGTH and secrets.compare_digest(draft_of(secret).bytes, draft.bytes)
