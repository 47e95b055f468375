"""What verifying found."""

from dataclasses import dataclass, field
from typing import Any

from haitang.lib.text import Text

#: Every finding is counted; only so many are kept, so that a ruined ledger does not fill the memory.
KEPT = 1000


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it was written: the sealed day it lies in, and which entry, if one."""

    day: str
    what: Text
    entry: str = ""

    def __str__(self) -> str:
        which = f" {self.entry}" if self.entry else ""
        return f"{self.day or '—'}{which}: {self.what.zh} {self.what.en}"


@dataclass
class VerifyReport:
    """How much was read, and everything found; ``head`` is the last link of the chain, worth publishing."""

    region: str
    entries: int = 0
    sealed_days: int = 0
    sealed_through: str = ""
    head: str = ""
    notes: int = 0
    notes_erased: int = 0
    erasures: int = 0
    facts: int = 0
    files: int = 0
    found: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing at all was found."""
        return self.found == 0

    def find(self, day: Any, zh: str, en: str, entry: str = "") -> None:  # reason: a damaged row's own value
        """Note one finding."""
        self.found += 1
        if len(self.findings) < KEPT:
            self.findings.append(
                Finding(_shown(day or ""), Text(zh=_shown(zh), en=_shown(en)), _shown(entry))
            )


def _shown(value: Any) -> str:  # reason: a damaged row's own value
    """As text that can be printed, whatever bytes it came from."""
    return str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
