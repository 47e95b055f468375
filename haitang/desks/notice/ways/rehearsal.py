"""A way that leads nowhere: what would have been sent is counted in the log, and nothing leaves the house."""

import logging
from dataclasses import dataclass

from haitang.desks.notice.ways.base import Address, Message

log = logging.getLogger("haitang.notice")


@dataclass(frozen=True)
class Rehearsal:
    """Of the way called so."""

    key: str

    def send(self, message: Message, to: Address) -> list[str]:
        """Say that it would have been sent."""
        log.info("rehearsed %s: %s", self.key, message.uuid)
        return []
