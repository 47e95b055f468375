"""A playbook that another adds to is called by its title."""

from types import SimpleNamespace

from haitang.kernel.playbooks.titles import titles_of
from haitang.lib.text import Text

SOURCES = """{"national/rules.yaml": "rules: {}", "national/playbook.yaml": "title: {zh: 全国, en: Nation}",
 "bare/playbook.yaml": "playbook: bare", "own/playbook.yaml": "title: {zh: 本县, en: Own}"}"""


def test_it_is_called_by_its_title_and_by_its_key_where_it_has_none():
    version = SimpleNamespace(sources=SOURCES)
    said = titles_of(version, ["national", "bare", "gone"])
    assert said == {
        "national": Text(zh="全国", en="Nation"),
        "bare": Text.both("bare"),
        "gone": Text.both("gone"),
    }
