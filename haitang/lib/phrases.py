"""What the texts of a group have in common, in their own words, and which of it names a place."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LENGTHS = range(2, 11)
#: So many of a group's texts, and so much of each, tell what they have in common.
TEXTS, CHARACTERS = 80, 240
SHARED, SHARED_PLACE = 0.5, 0.35
#: A phrase tells something of a group that has it so many times as often as others.
TELLING = 3
#: A phrase is a piece of a longer one that so much of those who have it say; nothing is longer than this.
WHOLE, LONGEST = 0.9, 30
#: A name is the longer one while so much of the group has it.
DRAWN = 0.6
#: How places are called, the narrowest kind first; a name is read back from its ending.
NARROW = (
    "小区|家园|花园|花苑|公寓|山庄|新城|之城|国际|广场|佳园|新村|[苑墅邸庭园湾府滩]",
    "小学|中学|学校|学院|大学|幼儿园|医院|车站|市场|公园",
    "大道|路口|号线|[路街巷桥]",
    "社区|村",
    "街道|[镇乡]",
)
WIDE = ("[区县]", "[市州]")
#: Endings that only look like a place's, and words that are no part of a name.
NO_PLACE = re.compile(
    r".*([小社城地片辖校园市学]区|政府|超市|[城全本我夜早菜]市|[道马公走让绕问上一]路|[上逛]街)"
)
NO_NAME = re.compile(
    r"[我你他她它们这那的是在了有个该本此离及与和到对从被把等因为请建向于现家整每问至都寻求]|居民|住宅|附近|生活|业主|小区|配套"
)
_WORD = re.compile(r"[^\W_]+")
#: A district whose letter some of the texts leave out.
_CUT_DISTRICT = re.compile(r"^\d+[区县市]")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Wording:
    """In what share of some texts each phrase stands."""

    counts: Mapping[str, int]
    texts: int

    def share(self, phrase: str) -> float:
        """From nought to one."""
        return self.counts.get(phrase, 0) / max(self.texts, 1)

    def common(self, share: float) -> dict[str, int]:
        """The phrases that so many have, at least two."""
        least = max(2, share * self.texts)
        return {phrase: count for phrase, count in self.counts.items() if count >= least}


def wording_of(texts: Sequence[str]) -> Wording:
    """The phrases of *texts*, or of enough of them to tell."""
    read = texts[:: max(1, len(texts) // TEXTS)][:TEXTS]
    counts: Counter[str] = Counter()
    for text in read:
        words = _WORD.findall(text[:CHARACTERS])
        counts.update({word[i : i + n] for word in words for n in LENGTHS for i in range(len(word) - n + 1)})
    return Wording(counts, len(read))


def telling_phrases(group: Wording, others: Wording, *, most: int = 6) -> tuple[str, ...]:
    """The phrases that half of a group has and few others do, whole; none that is part of another."""
    common = group.common(SHARED)
    pieces = _pieces(common)
    telling = [
        phrase
        for phrase in common
        if phrase not in pieces
        and _LETTER.search(phrase)
        and group.share(phrase) >= TELLING * others.share(phrase)
    ]
    kept: list[str] = []
    for phrase in sorted(telling, key=lambda phrase: (-common[phrase] * (len(phrase) - 1), phrase)):
        if len(kept) == most:
            break
        if any(_same_words(phrase, other) for other in kept):
            continue
        # Compared whole as well: a piece of a long phrase may be less than half of it.
        whole = _to_its_ends(phrase, common)
        if not any(_same_words(whole, other) for other in kept):
            kept.append(whole)
    return tuple(kept)


def _pieces(common: Mapping[str, int]) -> set[str]:
    """The phrases that hardly stand but within a longer one: cut out of the middle of words."""
    return {
        piece
        for phrase, count in common.items()
        for piece in (phrase[1:], phrase[:-1])
        if count >= WHOLE * common.get(piece, count + 1)
    }


def _to_its_ends(phrase: str, common: Mapping[str, int]) -> str:
    """A phrase as long as any that is counted, with what goes on before and after it."""
    window = max(LENGTHS)
    if len(phrase) < window:
        return phrase
    least = WHOLE * common[phrase]
    after = {one[:-1]: one[-1] for one, count in common.items() if len(one) == window and count >= least}
    before = {one[1:]: one[0] for one, count in common.items() if len(one) == window and count >= least}
    while len(phrase) < LONGEST and (more := after.get(phrase[1 - window :])):
        phrase += more
    while len(phrase) < LONGEST and (more := before.get(phrase[: window - 1])):
        phrase = more + phrase
    return phrase


def place_of(group: Wording) -> str:
    """The place that a group speaks of, wide before narrow; empty where it names none in common."""
    common = group.common(SHARED_PLACE)
    narrow = next(filter(None, (_named(kind, 2, common) for kind in NARROW)), "")
    wide = next(filter(None, (_named(kind, 1, common) for kind in WIDE)), "")
    return narrow if wide and wide in narrow else f"{wide} {narrow}".strip()


def _named(kind: str, least: int, common: Mapping[str, int]) -> str:
    """The commonest name of a *kind* of place with at least *least* characters before its ending."""
    ending = re.compile(f"(?P<name>.{{{least},}}?)(?:{kind})")
    names = {phrase: found["name"] for phrase in common if (found := ending.fullmatch(phrase))}
    real = [
        phrase
        for phrase, name in names.items()
        if _is_name(name) and _is_place(phrase, kind) and not _goes_on(phrase, common)
    ]
    if not real:
        return ""
    first = max(real, key=lambda phrase: (common[phrase], len(phrase), phrase))
    longer = [phrase for phrase in real if first in phrase and common[phrase] >= DRAWN * common[first]]
    return _drawn_out(max(longer, key=lambda phrase: (len(phrase), common[phrase], phrase)), common)


def _is_name(name: str) -> bool:
    return bool(_LETTER.search(name)) and not NO_NAME.search(name)


def _is_place(phrase: str, kind: str) -> bool:
    """Whether an ending is the place's own: a district is no estate, a road has a name."""
    return kind.startswith(("小区", "社区")) or not NO_PLACE.fullmatch(phrase)


def _goes_on(phrase: str, common: Mapping[str, int]) -> bool:
    """Whether a street is the beginning of a subdistrict's name."""
    return phrase.endswith("街") and common.get(f"{phrase}道", 0) >= DRAWN * common[phrase]


def _drawn_out(phrase: str, common: Mapping[str, int]) -> str:
    """*phrase* with what nearly always stands before it."""
    while longer := [
        other
        for other in common
        if len(other) == len(phrase) + 1
        and other.endswith(phrase)
        and common[other] >= DRAWN * common[phrase]
        and not NO_NAME.search(other[0])
    ]:
        phrase = max(longer, key=lambda other: (common[other], other))
    return _CUT_DISTRICT.sub("", phrase)


def _same_words(phrase: str, other: str) -> bool:
    """Whether half of one phrase stands in the other: windows on the same words."""
    size = max(2, (len(phrase) + 1) // 2)
    return other in phrase or any(phrase[i : i + size] in other for i in range(len(phrase) - size + 1))
