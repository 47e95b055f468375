"""The small county of the residents' door, with Open311 declared and a kind that asks every sort of field."""

from haitang.desks.requests.tests.county import PLAYBOOK, County, small_county

FIELDS = """\
    fields:
      urgency:
        kind: choice
        label: {zh: 缓急, en: Urgency}
        required: true
        options: {ordinary: {zh: 一般, en: Ordinary}, urgent: {zh: 紧急, en: Urgent}}
      lamps: {kind: number, label: {zh: 几盏灯, en: How many lamps}, max: 99}
      since: {kind: day, label: {zh: 哪天起, en: Since when}}
      night: {kind: flag, label: {zh: 只在夜里, en: Only at night}}
      story: {kind: text, label: {zh: 经过, en: What happened}, lines: 4}
      spot: {kind: place, label: {zh: 位置, en: Spot}}
"""
ASKED = "{ask: [place_words, urgency, lamps, since, night, story, spot]}"


def speaking(text: str = PLAYBOOK) -> str:
    """*text* with Open311, its facts listed, and more asked."""
    published = "    published: public_summary\n"
    changed = text.replace("channels:\n", "channels:\n  open311: {label: {zh: 开放接口, en: Open311}}\n")
    changed = changed.replace(published, published + "    listed: facts\n")
    changed = changed.replace("    fields:\n      place_words", FIELDS + "      place_words")
    changed += "place_kinds: {scene: {label: {zh: 事发地, en: Scene}}}\n"
    return changed.replace("{ask: [place_words]}", ASKED)


def speaking_county(key: str = "small", code: str = "990001") -> County:
    """A small county that speaks Open311."""
    return small_county(key, code, speaking())
