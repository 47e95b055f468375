"""Who gets what goes together."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Addressee:
    """A person, the group of a unit, somebody outside, or the resident of a matter; by one way.

    With the parcel tried before, if any.
    """

    region: int
    way: str
    parcel: UUID | None
    person: int | None = None
    unit: int | None = None
    subject: UUID | None = None
    matter: int | None = None

    @property
    def letters(self) -> dict[str, object]:
        """What finds the letters for them."""
        whose: dict[str, object] = {"person": self.person, "unit": self.unit, "subject": self.subject}
        if self.matter:
            whose["matter"] = self.matter
        return {"region": self.region, "way": self.way, **whose}
