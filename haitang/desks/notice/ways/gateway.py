"""Text messages through any gateway that takes a POST of JSON."""

from dataclasses import dataclass

from haitang.desks.notice.ways.base import Address, Message, must_be_taken, post


@dataclass(frozen=True)
class TextMessages:
    """``{"id", "to", "text"}`` with a bearer token; the same id again must count once at the other side."""

    url: str
    token: str

    def send(self, message: Message, to: Address) -> list[str]:
        """Send it."""
        headers = {"Idempotency-Key": str(message.uuid)}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        said = {"id": str(message.uuid), "to": to.phone, "text": message.text}
        must_be_taken(post(self.url, json=said, headers=headers))
        return []
