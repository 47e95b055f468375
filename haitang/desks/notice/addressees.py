"""Who gets what goes together."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Addressee:
    """A person, or the resident of a matter; by one way; with the parcel tried before, if any."""

    region: int
    person: int | None
    matter: int | None
    way: str
    parcel: UUID | None

    @property
    def letters(self) -> dict[str, object]:
        """What finds the letters for them."""
        whose = {"person": self.person} if self.person else {"person": None, "matter": self.matter}
        return {"region": self.region, "way": self.way, **whose}
