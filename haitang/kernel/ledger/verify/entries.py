"""Each entry against its own digest, its note, and its fact."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from haitang.kernel.ledger.facts import Projection
from haitang.kernel.ledger.sealing import KEYS, digest_of, note_digest
from haitang.kernel.ledger.verify.report import VerifyReport
from haitang.kernel.ledger.verify.rows import DIGEST_AT, ENTRY_AT, FACT_AT, NOTE_AT, VOIDED_AT, Raw
from haitang.kernel.ledger.verify.waiting import Waiting

_AT = {key: ENTRY_AT + place for place, key in enumerate(KEYS)}
_DATA, _NOTE, _VOIDS, _UUID, _DAY = (_AT[key] for key in ("data", "note", "voids", "uuid", "recorded_on"))
_FACT_KEYS = ("region", "kind", "unit", "day", "person", "served_unit", "served_person", "quantity")
_REPEATED = tuple(_AT[key] for key in _FACT_KEYS)
_SLOTS_AT = FACT_AT + 1 + len(_FACT_KEYS)


@dataclass
class EntryCheck:
    """Checks streamed rows; *waiting* knows which facts still wait for their slots, and what they
    may say until then; *erased* names the entries of which somebody wrote down that their note was erased.
    """

    report: VerifyReport
    versions: Mapping[int, str]
    projection: Projection
    waiting: Waiting
    erased: Collection[str]

    def check(self, raw: Raw) -> bytes:
        """Check one entry; the digest of what is stored, whatever the digest beside it says."""
        self.report.entries += 1
        digest = digest_of(raw[ENTRY_AT:DIGEST_AT], self.versions)
        if digest != raw[DIGEST_AT] and digest != bytes(raw[DIGEST_AT] or b""):
            self._find(
                raw,
                "记录被改动过，与记录时的指纹不符。",
                "the entry was changed: it does not have its digest.",
            )
        if raw[_NOTE] or raw[NOTE_AT] is not None:
            self._check_note(raw)
        self._check_fact(raw)
        return digest

    def _find(self, raw: Raw, zh: str, en: str) -> None:
        self.report.find(raw[_DAY], zh, en, str(raw[_UUID]))

    def _check_note(self, raw: Raw) -> None:
        number, salt, text, answers, erased = raw[NOTE_AT:FACT_AT]
        self.report.notes += 1
        if number is None:
            self._find(raw, "备注不见了。", "its note is gone.")
        elif erased:
            self.report.notes_erased += 1
            if text or answers or salt:
                self._find(raw, "已抹去的备注又有了内容。", "its note was erased and says something again.")
            if raw[_UUID] not in self.erased:
                zh, en = "备注被抹去，没有写明谁、凭什么。", "its note was erased and nothing says by whom."
                self._find(raw, zh, en)
        elif raw[_UUID] in self.erased:
            self._find(raw, "已写明抹去的备注还在。", "its note is said to be erased and is there.")
        elif note_digest(salt, text, answers) != raw[_NOTE]:
            self._find(raw, "备注被改动过。", "its note was changed.")

    def _check_fact(self, raw: Raw) -> None:
        if raw[FACT_AT] is None:
            if not (raw[_VOIDS] or raw[VOIDED_AT]):
                self._find(raw, "统计数据缺了这一笔。", "its fact is missing: measures do not count it.")
            return
        self.report.facts += 1
        if raw[_VOIDS] or raw[VOIDED_AT]:
            self._find(raw, "已作废，统计数据里却还有。", "it is void and measures still count it.")
        elif raw[FACT_AT + 1 : _SLOTS_AT] != tuple(raw[at] for at in _REPEATED):
            self._find(raw, "统计数据与记录不符。", "its fact differs from it.")
        elif raw[_SLOTS_AT:VOIDED_AT] != self._slots(raw) and not self._explained(raw):
            self._find(raw, "统计数据与填报内容不符。", "its fact differs from its answers.")

    def _explained(self, raw: Raw) -> bool:
        try:
            return self.waiting.explains((raw[_AT["kind"]], raw[0]), raw[_DATA], raw[_SLOTS_AT:VOIDED_AT])
        except (ValueError, TypeError, AttributeError):
            return False

    def _slots(self, raw: Raw) -> tuple[object, ...]:
        try:
            return self.projection.of(raw[_DATA])
        except (ValueError, TypeError, AttributeError):
            return ()  # the answers themselves are damaged, which their digest has told already
