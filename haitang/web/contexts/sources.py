"""Where a time limit comes from, in a line: the document, its article, from when, and how sure that is."""

from haitang.kernel.matters.api import DatedLimit
from haitang.kernel.playbooks.api import HeaderSection
from haitang.lib.declare import House
from haitang.lib.text import Text
from haitang.ui.words import both, day_words, say

SURE = {
    "high": Text(zh="", en=""),
    "medium": Text(zh="条文未逐字核对", en="not checked word by word"),
    "to_be_confirmed": Text(zh="待核", en="to be confirmed"),
}


def source_words(limit: DatedLimit, house: House) -> str:
    """The source of *limit*."""
    rule = house.section(HeaderSection).rules.get(limit.rule)
    instrument = rule.instrument if rule else limit.instrument
    article = rule.article if rule else limit.article
    sure = SURE[rule.confidence if rule else limit.confidence]
    since = limit.since or (rule.effective if rule else None)
    parts = [
        both(f"依据：《{instrument}》{article}", f"by {instrument} {article}".strip()),
        both(f"{day_words(since, year=True)}起", f"since {day_words(since, year=True)}") if since else "",
        both(f"{day_words(limit.until, year=True)}前", f"until {day_words(limit.until, year=True)}")
        if limit.until
        else "",
        say(sure),
    ]
    return " · ".join(part for part in parts if part)
