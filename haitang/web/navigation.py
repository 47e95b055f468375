"""The ways into the pages that compose the house."""

from haitang.lib.text import Text
from haitang.ui.addresses import register_page
from haitang.ui.menu import MenuItem, register_menu

ITEMS = (
    MenuItem("web:today", Text(zh="今天", en="Today"), "home", 10, phone=True),
    MenuItem("matters:inbox", Text(zh="事项", en="Matters"), "inbox", 20, ability="matters.see", phone=True),
    MenuItem("matters:hot", Text(zh="热点", en="Hot issues"), "chart", 25, ability="matters.see"),
    MenuItem("web:cockpit", Text(zh="驾驶舱", en="Cockpit"), "chart", 30, ability="measures.see", phone=True),
    MenuItem("web:entries", Text(zh="台账", en="Ledger"), "list", 40),
    MenuItem("web:units", Text(zh="花名册", en="Register"), "people", 50, ability="registry.see"),
    MenuItem("web:playbook", Text(zh="方案", en="Playbook"), "book", 60, ability="playbooks.see"),
    MenuItem("web:record", Text(zh="记一笔", en="Record"), "plus", 70, place="record"),
    MenuItem(
        "requests:chooser",
        Text(zh="居民：说一件事、查进度", en="Residents: tell it, follow it"),
        "chat",
        90,
        place="door",
    ),
    MenuItem("web:me", Text(zh="我的", en="Me"), "person", 80, place="me"),
)


def register() -> None:
    """Add them all."""
    for item in ITEMS:
        register_menu(item)
    register_page("matter", "matters:matter")
    register_page("figure", "web:figure")
    register_page("pick person", "web:pick_person")
    register_page("pick unit", "web:pick_unit")
