"""The reference manual of the language, written from the sections' own descriptions."""

import types
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from haitang.kernel.playbooks.codes import all_codes
from haitang.kernel.playbooks.language import LANGUAGE, sections
from haitang.kernel.playbooks.words import fields_of
from haitang.lib.declare import Section
from haitang.lib.text import Text

_INTRODUCTION = f"""# The playbook language, version {LANGUAGE}

A playbook is a folder of `*.yaml` files that are one text. It extends others and adds to them; what is
said above holds and is not said again. `haitang playbook check` says what is wrong, `plan` what an edit
would change, `apply` makes it hold. A text for people is written in both languages:
`{{zh: 走访, en: Visit}}`.
"""

_PLAIN = {str: "text", int: "whole number", float: "number", bool: "true or false", type(None): "nothing"}


def reference() -> str:
    """The whole manual as Markdown: every word, then every fault."""
    lines = [_INTRODUCTION]
    seen: set[type[BaseModel]] = {Text}
    for section in sections():
        lines += _section(section, seen)
    lines.append("## Faults\n")
    for code, text in all_codes().items():
        lines.append(f"### {code}\n\n{text.zh}\n\n{text.en}\n")
    return "\n".join(lines)


def undescribed() -> list[str]:
    """The words of the language that have no description, as ``Model.word``; there should be none."""
    return [
        f"{model.__name__}.{word}"
        for model in all_models()
        for word, field in fields_of(model).items()
        if not field.description and not issubclass(model, Text)
    ]


def all_models() -> list[type[BaseModel]]:
    """Every model that the language is made of, outermost first."""
    found: dict[type[BaseModel], None] = {}
    waiting: list[type[BaseModel]] = list(sections())
    while waiting:
        model = waiting.pop(0)
        if model not in found:
            found[model] = None
            waiting += list(_inner(model))
    return list(found)


def _section(section: type[Section], seen: set[type[BaseModel]]) -> Iterator[str]:
    yield f"## {section.part}\n\n{_first(section)}\n"
    yield from _table(section)
    waiting = list(_inner(section))
    while waiting:
        model = waiting.pop(0)
        if model in seen:
            continue
        seen.add(model)
        yield f"### {model.__name__}\n\n{_first(model)}\n"
        yield from _table(model)
        waiting += list(_inner(model))


def _first(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().split("\n\n")[0]


def _table(model: type[BaseModel]) -> Iterator[str]:
    yield "| word | holds | |"
    yield "|---|---|---|"
    for word, field in fields_of(model).items():
        yield f"| `{word}` | {_spoken(field.annotation)}{_default(field)} | {field.description or ''} |"
    yield ""


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return ", **must be written**"
    default = field.default
    if default is PydanticUndefined or default in (None, "", (), {}) or isinstance(default, BaseModel):
        return ""
    return f", else `{str(default).lower() if isinstance(default, bool) else default}`"


def _inner(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for field in model.model_fields.values():
        yield from _within(field.annotation)


def _within(annotation: Any) -> Iterator[type[BaseModel]]:  # reason: a typing form
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        return
    for argument in get_args(annotation):
        yield from _within(argument)


def _spoken(annotation: Any) -> str:  # reason: a typing form
    """A type in words."""
    if annotation is Text:
        return "text in both languages"
    if isinstance(annotation, type):
        return _PLAIN.get(annotation) or _named(annotation)
    return _composed(get_origin(annotation), get_args(annotation))


def _named(annotation: type) -> str:
    if issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return {"date": "day"}.get(annotation.__name__, annotation.__name__)


def _composed(origin: Any, arguments: tuple[Any, ...]) -> str:  # reason: typing forms
    if origin is Literal:
        return " or ".join(f"`{one}`" for one in arguments)
    if origin is Annotated:
        return _spoken(arguments[0])
    if origin in (Union, types.UnionType):
        return " or ".join(_spoken(one) for one in arguments if one is not type(None))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"by key: {_spoken(arguments[1])}"
    if isinstance(origin, type) and issubclass(origin, Iterable):
        return f"list of {_spoken(arguments[0])}"
    return "anything"
