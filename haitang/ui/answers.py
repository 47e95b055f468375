"""The form's field for each thing that a playbook asks: files are uploaded, people and units are picked."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any, Protocol

from django import forms
from django.forms.renderers import BaseRenderer
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from haitang.kernel.playbooks.api import AnyField, FileField, PersonField, UnitField
from haitang.kernel.registry.api import Actor
from haitang.lib.text import Text
from haitang.ui.addresses import page_of
from haitang.ui.picking import Pick, What, picked, picks
from haitang.ui.uploads import PhotosField
from haitang.ui.words import both, day_words, say

_HELP = Text(zh="输几个字，从名单里选", en="Type part of the name, then choose")


def answer_field(spec: AnyField, *, actor: Actor, language: str) -> forms.Field:
    """The field that asks *spec* of *actor*."""
    if isinstance(spec, FileField):
        return PhotosField(
            language=language, limit=spec.most, takes=spec.takes, **_labelled(spec, language, Text.both(""))
        )
    if isinstance(spec, PersonField | UnitField):
        return PickField(spec.kind, actor=actor, language=language, **_labelled(spec, language, _HELP))
    return spec.form_field(language)


def _labelled(spec: AnyField, language: str, usual: Text) -> dict[str, Any]:  # reason: arguments of a field
    words = spec.help or usual
    label, said = spec.label.into(language), words.into(language)
    return {"label": label, "help_text": said, "required": spec.required}


class PickInput(forms.TextInput):
    """A line of text with a list below it to choose from; with scripts the list follows what is typed.

    Without them it shows the first ones, and after a refusal those that fit what was typed.
    """

    def __init__(self, what: What, actor: Actor) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.what, self.actor = what, actor

    def render(
        self,
        name: str,
        value: Any,  # reason: Django's own signature
        attrs: Mapping[str, Any] | None = None,  # reason: the same
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """The input, and what may be chosen."""
        typed, id_ = str(value or ""), str((attrs or {}).get("id") or name)
        line = super().render(name, typed, {**(attrs or {}), "id": id_, "list": f"{id_}-list"}, renderer)
        found, address = picks(self.actor, self.what, typed), page_of(f"pick {self.what}")
        follow = _follow(f"{address}?field={name}", id_) if address else ""
        return format_html('{}<datalist id="{}-list"{}>{}</datalist>', line, id_, follow, options(found))


def options(found: list[Pick]) -> SafeString:
    """What a list offers, in HTML."""
    return format_html_join("", '<option value="{}"></option>', ((one.line,) for one in found))


def _follow(address: str, id_: str) -> SafeString:
    trigger = f"input changed delay:250ms from:#{id_}"
    return format_html(' hx-get="{}" hx-trigger="{}" hx-include="#{}"', address, trigger, id_)


class PickField(forms.CharField):
    """Who or which unit is meant; its value is the key by which a record names them."""

    def __init__(self, what: What, *, actor: Actor, language: str, **options: Any) -> None:
        self.what, self.actor, self.language = what, actor, language
        super().__init__(max_length=200, widget=PickInput(what, actor), **options)

    def prepare_value(self, value: Any) -> Any:  # reason: a key that was answered before, or what was typed
        """A key as the line that people read."""
        found = picked(self.actor, self.what, str(value)) if value else ()
        return found[0].line if len(found) == 1 else value

    def clean(self, value: Any) -> str:  # reason: what was sent
        """The key of the one that is meant; refused in words where none is, or several are."""
        typed = str(super().clean(value))
        if not typed:
            return ""
        found = picked(self.actor, self.what, typed)
        if len(found) == 1:
            return found[0].key
        raise forms.ValidationError((_several(typed) if found else _nobody(typed)).into(self.language))


def _several(typed: str) -> Text:
    zh = f"叫“{typed}”的不止一个，请从名单里选。"
    return Text(zh=zh, en=f"More than one is called “{typed}”; choose from the list.")


def _nobody(typed: str) -> Text:
    zh = f"没有“{typed}”，或不归您查看。请输入名字中的几个字，再从名单里选。"
    en = f"There is no “{typed}”, or not for you to see. Type part of the name, then choose from the list."
    return Text(zh=zh, en=en)


def plainly(answer: "Answered") -> str:
    """*answer* in words, a day as people say it; for kinds of answer that name nobody."""
    if answer.kind == "day":
        with suppress(ValueError):
            return day_words(date.fromisoformat(answer.said.zh))
    return say(answer.said)


class Answered(Protocol):
    """An answer as a part of the kernel tells it."""

    @property
    def kind(self) -> str: ...
    @property
    def said(self) -> Text: ...


def in_words(answer: Answered, actor: Actor) -> str:
    """*answer* as *actor* may read it: a person or unit by name, not by the key that the record keeps."""
    if answer.kind not in ("person", "unit"):
        return plainly(answer)
    found = picked(actor, "person" if answer.kind == "person" else "unit", answer.said.zh)
    if found:
        return found[0].name
    return both("不归您查看", "not for you to see") if answer.kind == "person" else say(answer.said)
