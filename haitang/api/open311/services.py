"""Services: what residents may bring, as the playbook says it. A code is a kind, or a kind and a category.

``request`` is a request of no category yet; ``request.city.lighting`` one about street lighting.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from haitang.api.open311.answers import Missing, Value
from haitang.api.open311.jurisdictions import Jurisdiction
from haitang.desks.requests.doors import Door
from haitang.kernel.matters.api import Category
from haitang.kernel.playbooks.api import AnyField, ChoiceField
from haitang.lib.text import Text, nearest
from haitang.ui.words import say

#: What a program can send in a form; a file or a person of the register it cannot.
SENT = ("text", "choice", "number", "money", "day", "flag", "place")
DATATYPES = {
    "choice": "singlevaluelist",
    "flag": "singlevaluelist",
    "number": "number",
    "money": "number",
    "day": "datetime",
}
YES_NO = {"true": Text(zh="是", en="Yes"), "false": Text(zh="否", en="No")}


@dataclass(frozen=True)
class Service:
    """One thing that may be asked for; ``path`` is where its category is declared, ``trail`` its labels."""

    door: Door
    path: tuple[str, ...]
    trail: tuple[Text, ...]
    is_leaf: bool

    @property
    def category(self) -> str:
        """Its category's path with dots; empty where it has none."""
        return ".".join(self.path[1::2])

    @property
    def code(self) -> str:
        """What it is known by."""
        return f"{self.door.kind}.{self.category}" if self.category else self.door.kind

    @property
    def label(self) -> Text:
        """What it is called."""
        return self.trail[-1] if self.trail else self.door.label

    @property
    def asks(self) -> dict[str, AnyField]:
        """The fields that come with it."""
        return {key: spec for key, spec in self.door.asks.items() if spec.kind in SENT}


def services_of(here: Jurisdiction) -> list[Service]:
    """What is offered: each kind by itself, then its narrowest categories."""
    return [one for one in known(here) if one.is_leaf]


def known(here: Jurisdiction) -> Iterator[Service]:
    """Every service that a request may carry; a wider category is understood, though not offered."""
    for door in here.doors:
        yield Service(door, (), (), is_leaf=True)
        roots = here.section.matters[door.kind].categories
        for path, category in here.section.walk_categories():
            if not roots or path[1] in roots:
                trail = _trail(here.section.categories, path[1::2])
                yield Service(door, path, trail, is_leaf=not category.under)


def service_named(here: Jurisdiction, code: str) -> Service:
    """The service with this code."""
    found = {one.code: one for one in known(here)}
    if code not in found:
        near = nearest(code, list(found))
        zh = f"没有 service_code“{code}”。" + (f"是不是“{near}”？" if near else "")
        en = f'service_code "{code}" was not found.' + (f' Did you mean "{near}"?' if near else "")
        raise Missing("open311.unknown_service", zh=zh, en=en)
    return found[code]


def listed(service: Service) -> Value:
    """A service as the list of services has it."""
    words = [word for label in (*service.trail, service.door.label) for word in (label.zh, label.en)]
    return {
        "service_code": service.code,
        "service_name": say(service.label),
        "description": " / ".join(say(label) for label in (service.door.label, *service.trail)),
        "metadata": bool(service.asks),
        "type": "realtime",
        "keywords": ", ".join(dict.fromkeys(words)),
        "group": say(service.trail[0] if service.trail else service.door.label),
    }


def definition(service: Service) -> Value:
    """A service with the fields it asks."""
    fields = enumerate(service.asks.items(), 1)
    return {
        "service_code": service.code,
        "attributes": [_attribute(order, key, spec) for order, (key, spec) in fields],
    }


def _attribute(order: int, key: str, spec: AnyField) -> Value:
    described: dict[str, Value] = {
        "variable": True,
        "code": key,
        "datatype": _datatype(spec),
        "required": spec.required,
        "datatype_description": say(spec.help) if spec.help else None,
        "order": order,
        "description": say(spec.label),
    }
    options = _options(spec)
    if options:
        described["values"] = [{"key": one, "name": say(label)} for one, label in options.items()]
    return described


def _datatype(spec: AnyField) -> str:
    if spec.kind == "text" and spec.lines > 1:
        return "text"
    return DATATYPES.get(spec.kind, "string")


def _options(spec: AnyField) -> Mapping[str, Text]:
    if isinstance(spec, ChoiceField):
        return {key: option.label for key, option in spec.options.items()}
    return YES_NO if spec.kind == "flag" else {}


def _trail(found: Mapping[str, Category], steps: Sequence[str]) -> tuple[Text, ...]:
    labels: list[Text] = []
    for step in steps:
        labels.append(found[step].label)
        found = found[step].under
    return tuple(labels)
