"""A measure's rule in plain words, in both languages: what stands beside the figure on its page."""

from collections.abc import Mapping, Sequence

from haitang.kernel.measures.naming import CHANNEL, Names, columns_of
from haitang.kernel.measures.periods import PERIODS
from haitang.kernel.measures.spec import Measure, Not, Range, Sought, Word
from haitang.kernel.measures.vocabulary import OF_TODAY, SOURCES, Column, ColumnKind
from haitang.kernel.registry.declare import RegistrySection
from haitang.lib.declare import House
from haitang.lib.text import Text


def in_words(measure: Measure, house: House) -> Text:
    """The whole rule: what is counted, of which, how split, how rounded, what does not count."""
    speaker = _Speaker(measure, Names.of(house))
    sentences = [
        speaker.way(),
        *speaker.conditions(measure.where),
        *speaker.splits(),
        *speaker.notes(),
        *speaker.rounding(),
    ]
    return _joined(sentences, "", " ")


def seen_by(house: House, ability: str, *, public: bool = False) -> Text:
    """Who may see figures: the roles that hold the ability, and everybody where the figure is *public*."""
    roles = [
        role.label for role in house.section(RegistrySection).roles.values() if ability in role.abilities
    ]
    if not roles:
        return Text(zh="目前没有职务可以看到。", en="No role may see it yet.")
    named = _joined(roles, "、", ", ")
    zh, en = ("居民在公开页上也看得到这个数", "Residents see the figure too") if public else _KEPT
    return Text(
        zh=f"本单位和上级单位的{named.zh}。{zh}；每条记录另按各自的权限显示。",
        en=f"At this unit or above: {named.en}. {en}; each record is shown by its own rules.",
    )


_KEPT = ("居民看不到", "Residents do not")


class _Speaker:
    def __init__(self, measure: Measure, names: Names) -> None:
        self.measure, self.names = measure, names
        self.source = SOURCES[measure.source]

    def way(self) -> Text:
        """The first sentence."""
        of = self._column_label(self.measure.of) if self.measure.of else Text.both("")
        zh, en = _WAYS[self.measure.way]
        among = _joined(self._said(self.measure.among), "、", " and ")
        return Text(
            zh=zh.format(source=self.source.label.zh, one=self.source.one.zh, of=of.zh, among=among.zh),
            en=en.format(source=self.source.label.en, of=of.en, among=among.en),
        )

    def conditions(self, where: Mapping[str, Sought]) -> list[Text]:
        """Which of them."""
        left = {key: value for key, value in where.items() if self.measure.among.get(key) != value}
        if not left:
            return []
        share = self.measure.way == "share"
        said = _joined(self._said(left), "；", " and ")
        zh, en = ("这一部分", "The part is those") if share else ("只算", "Only those")
        return [Text(zh=f"{zh}：{said.zh}。", en=f"{en} where {said.en}.")]

    def splits(self) -> list[Text]:
        """How its page splits it."""
        if not self.measure.by:
            return []
        words = [self._split(word) for word in self.measure.by]
        said = _joined(words, "、", " and ")
        return [Text(zh=f"按{said.zh}分开列出。", en=f"Split by {said.en.lower()}.")]

    def _split(self, word: str) -> Text:
        if word == CHANNEL:
            return Text(zh="来源", en="channel")
        return PERIODS.get(word) or self.names.label(("unit_kinds", word))

    def notes(self) -> list[Text]:
        """What everyone asks: do voided ones count, on which day, twice or once."""
        note = _NOTES["closed" if self.measure.dated == "closed" else self.measure.source]
        mean = [_UNKNOWN_LEFT_OUT] if self.measure.way == "mean" else []
        of_today = [_OF_TODAY] if OF_TODAY & {*self.measure.where, *self.measure.among} else []
        return [note, *of_today, *mean]

    def rounding(self) -> list[Text]:
        """How it is shown."""
        if self.measure.way in {"count", "distinct"}:
            return []
        places = self.measure.round
        zh = f"四舍五入到 {places} 位小数。" if places else "四舍五入到整数。"
        to = f"{places} decimal{'s' * (places > 1)}" if places else "a whole number"
        return [Text(zh=zh, en=f"Rounded to {to}, halves up.")]

    def _said(self, where: Mapping[str, Sought]) -> list[Text]:
        return [self._condition(key, sought) for key, sought in where.items()]

    def _condition(self, key: str, sought: Sought) -> Text:
        label = self._column_label(key)
        if isinstance(sought, Range):
            return self._range(key, label, sought)
        value = sought.not_ if isinstance(sought, Not) else sought
        words = [self._word(key, word) for word in (value if isinstance(value, tuple) else (value,))]
        said = _joined([Text(zh=f"“{word.zh}”", en=f"“{word.en}”") for word in words], "或", " or ")
        zh, en = ("不是", "is not") if isinstance(sought, Not) else ("是", "is")
        return Text(zh=f"{label.zh}{zh}{said.zh}", en=f"{label.en.lower()} {en} {said.en}")

    def _range(self, key: str, label: Text, sought: Range) -> Text:
        low, high = (
            self._word(key, word) if word is not None else None for word in (sought.from_, sought.to)
        )
        name = label.en.lower()
        if low and high:
            return Text(zh=f"{label.zh}从 {low.zh} 到 {high.zh}", en=f"{name} is from {low.en} to {high.en}")
        if low:
            return Text(zh=f"{label.zh}为 {low.zh} 及以上", en=f"{name} is {low.en} or above")
        edge = high or Text.both("")
        return Text(zh=f"{label.zh}为 {edge.zh} 及以下", en=f"{name} is {edge.en} or below")

    def _column_label(self, key: str) -> Text:
        fixed = columns_of(self.measure.source)
        if key in fixed:
            return fixed[key].label
        field = self._field(key)
        return self.names.label(field) if field else Text.both(key)

    def _field(self, key: str) -> tuple[str, ...]:
        """The path of the counted field called *key*, of the one kind that the measure names."""
        kind = self.measure.where.get("kind") or self.measure.among.get("kind")
        path = (self.measure.source, str(kind), "fields", key)
        return path if isinstance(kind, str) else ()

    def _word(self, key: str, word: Word) -> Text:
        if isinstance(word, bool):
            return _YES if word else _NO
        column = columns_of(self.measure.source).get(key)
        if column is None:
            return self._option(key, word)
        if column.labels:
            return column.labels.get(str(word)) or Text.both(str(word))
        return self._declared(column, word)

    def _option(self, key: str, word: Word) -> Text:
        paths = self.names.options(self._field(key)).get(str(word))
        return self.names.label(paths[0]) if paths else Text.both(str(word))

    def _declared(self, column: Column, word: Word) -> Text:
        if column.kind not in {ColumnKind.KEY, ColumnKind.DECLARED}:
            return Text.both(str(word))
        paths = self.names.known(column.known, self.kinds()).get(str(word))
        return self.names.label(paths[0]) if paths else Text.both(str(word))

    def kinds(self) -> tuple[str, ...]:
        """The kinds that the measure names."""
        said = [words.get("kind") for words in (self.measure.where, self.measure.among)]
        found = (word for value in said for word in (value if isinstance(value, tuple) else (value,)))
        return tuple(word for word in found if isinstance(word, str))


def _joined(texts: Sequence[Text], zh: str, en: str) -> Text:
    return Text(zh=zh.join(text.zh for text in texts), en=en.join(text.en for text in texts))


_YES, _NO = Text(zh="是", en="yes"), Text(zh="否", en="no")
_WAYS = {
    "count": ("数一数{source}有多少{one}。", "Counts {source}."),
    "distinct": ("数一数{source}里有多少个不同的“{of}”。", "Counts the different “{of}” among {source}."),
    "sum": ("把{source}的“{of}”加起来。", "Adds up “{of}” over {source}."),
    "mean": ("求{source}的“{of}”的平均数。", "Takes the mean of “{of}” over {source}."),
    "share": ("看{among}的{source}中，有一部分占多少。", "Takes a part of {source} where {among}."),
}
_NOTES = {
    "entries": Text(
        zh="记在哪一天、哪个单位，就算在哪里；作废的不算。",
        en="An entry counts on its day, where its unit lay that day; voided ones do not count.",
    ),
    "matters": Text(
        zh="按受理日期和发生地计算；状态是现在的状态。",
        en="A matter counts on the day it was opened, where it happened, in its present state.",
    ),
    "closed": Text(
        zh="按办结日期和发生地计算。", en="A matter counts on the day it was closed, where it happened."
    ),
    "posts": Text(
        zh="以当日在任的职务为准。", en="Posts held on the day count; a person with two posts counts twice."
    ),
    "people": Text(zh="以当日在任为准，一人只算一次。", en="Whoever held a post on the day counts once."),
    "units": Text(zh="以当日设立的单位为准。", en="Units that existed on the day count."),
    "ties": Text(zh="以当日有效的联系为准。", en="Ties that held on the day count."),
}
_OF_TODAY = Text(
    zh="超时与否看现在，不看当时。", en="Whether time ran over is as of now, whatever the period."
)
_UNKNOWN_LEFT_OUT = Text(zh="没有填的不算。", en="Those where it is unknown are left out.")
