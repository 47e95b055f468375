"""What the State Council's office forbids in apps for internal work, as far as today's words can say it.

国办函〔2026〕12号, 《政务移动互联网应用程序规范化管理办法》, lists what an operator may not do: item
(二) forbids check-ins, points rankings and counting of time online as compulsory functions, item (三)
regular sign-ins and installation rates as duties, item (四) appraisal by likes, online votes, forwards
and study time.

Recording a deed (a lecture, an hour of study) is not appraisal; a *measure* of hours studied is. So the
names of entries and measures are looked at: a playbook that names a thing otherwise can still break the
rule, and a person has to answer for it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from haitang.kernel.playbooks.source import Tree
from haitang.lib.diagnostics import Fault

INSTRUMENT = "国办函〔2026〕12号"


@dataclass(frozen=True)
class Clause:
    """One item of the list, with the words of keys and labels that mean it, in the sections it binds."""

    item: str
    what: str
    sections: tuple[str, ...]
    keys: re.Pattern[str]
    labels: re.Pattern[str]


CLAUSES = (
    Clause(
        "(二)",
        "compulsory check-ins, points rankings and counting of time online",
        ("entries", "measures"),
        re.compile(
            r"(^|_)(check_?ins?|clock_?ins?|streaks?|rankings?|leaderboards?|online_(time|minutes|hours))(_|$)"
        ),
        re.compile(r"打卡|签到天数|连续签到|积分排[名行]|排行榜|在线时长"),
    ),
    Clause(
        "(三)",
        "regular sign-ins and installation rates as duties",
        ("entries", "measures"),
        re.compile(r"(^|_)(logins?|sign_?ins?|installs?|installations?|downloads?)(_|$)"),
        re.compile(r"登录(次数|天数|率)|安装(使用)?率|下载(量|率)"),
    ),
    Clause(
        "(四)",
        "appraisal by likes, online votes, forwards, views and study time",
        ("measures",),
        re.compile(
            r"(^|_)(likes?|forwards?|reposts?|shares_of_posts|page_?views|views|study_(time|minutes|hours))(_|$)"
        ),
        re.compile(r"点赞|转发[量数]|网络投票数|浏览量|阅读量|学习时长"),
    ),
)


def banned(tree: Tree) -> Iterator[Fault]:
    """A fault for each declared thing whose key or Chinese label names what a clause forbids."""
    for clause in CLAUSES:
        for section in clause.sections:
            things = tree.data.get(section)
            for key, thing in things.items() if isinstance(things, dict) else ():
                if _names(clause, key, thing):
                    yield _fault(clause, section, key)


def _names(clause: Clause, key: str, thing: Any) -> bool:  # reason: YAML as it was written
    label = thing.get("label") if isinstance(thing, Mapping) else None
    words = str(label.get("zh", "")) if isinstance(label, Mapping) else ""
    return bool(clause.keys.search(key) or clause.labels.search(words))


def _fault(clause: Clause, section: str, key: str) -> Fault:
    what = f'"{key}" is what {INSTRUMENT}, item {clause.item}, forbids: {clause.what}.'
    hint = "Count deeds instead: what was done, for whom, with what result."
    return Fault("forbidden-by-circular", what, hint, path=(section, key))
