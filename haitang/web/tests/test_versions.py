"""What a version changed, as readers read it."""

import json

import pytest
from django.utils.translation import override

from haitang.kernel.playbooks.api import schema
from haitang.web.contexts.versions import NAMED, SHOWN, changes_of
from haitang.web.tests.county import County


def text(**words: object) -> str:
    return json.dumps(words, ensure_ascii=False)


def labelled(zh: str, en: str, **more: object) -> dict[str, object]:
    return {"label": {"zh": zh, "en": en}, **more}


NEED = labelled("主要需要", "Main need")
AFTER = text(
    entries={"visit": labelled("走访", "Visit", fields={"need": NEED})}, calendar={"weekends": ["sat"]}
)
BEFORE = text(entries={"study": labelled("学习", "Study")})
DIFF = "\n".join(
    [
        "haixi 1 → 2 (2026-11-22, base 1)",
        "",
        "  + entries.visit              Household visit",
        "  ~ entries.visit.fields.need  help → x",
        "                               + not a line of its own",
        "  - entries.study",
        "  + calendar.weekends",
        "",
        "4 changes.",
    ]
)


@pytest.mark.parametrize(
    ("tongue", "said"),
    [
        (
            "zh-hans",
            [
                ("记什么", "新增 1 项：走访；修改 1 项：走访 · 主要需要；停用 1 项：学习"),
                ("工作日历", "新增 1 项"),
            ],
        ),
        (
            "en",
            [
                ("What is recorded", "1 added: Visit; 1 changed: Visit · Main need; 1 retired: Study"),
                ("Working days", "1 added"),
            ],
        ),
    ],
)
def test_a_version_says_what_it_changed_by_the_names_readers_know(tongue, said):
    with override(tongue):
        assert [(one.name, one.words) for one in changes_of(DIFF, after=AFTER, before=BEFORE)] == said


def test_of_many_the_first_are_named_and_all_are_counted():
    many = {f"k{number}": labelled(f"种{number}", f"Kind {number}") for number in range(SHOWN + 3)}
    diff = "\n".join(f"  + entries.{key}" for key in many)
    with override("zh-hans"):
        [one] = changes_of(diff, after=text(entries=many), before="")
    assert one.words == f"新增 {SHOWN + 3} 项：" + "、".join(f"种{number}" for number in range(SHOWN)) + " 等"


def test_every_word_of_the_language_has_a_name_for_readers():
    assert set(schema()["properties"]) <= set(NAMED)


def test_the_page_says_it_in_words_and_line_by_line(county: County):
    shown = county.client("olive").get("/playbook/versions/").content.decode()
    assert '<dt class="strong">记什么</dt>' in shown
    assert "入户走访" in shown
    assert "+ entries.visit" in shown
