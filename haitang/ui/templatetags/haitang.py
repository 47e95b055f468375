"""``{% load haitang %}``: two languages side by side, days in words, icons, and the shared parts."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.template import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from haitang.lib.clock import day_of
from haitang.lib.grams import places
from haitang.ui import addresses, bells, icons, menu, words
from haitang.ui.loaders import actor_in

register = template.Library()


class _Said(str):
    """A value said in a sentence; as a number it bends the words that follow: ``{n:day|days}``."""

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        one, bends, many = spec.partition("|")
        return (one if self == "1" else many) if bends else super().__format__(spec)


@register.simple_tag
def t(zh: str, en: str, **values: object) -> str:
    """``{% t "还剩 {n} 天" "{n} {n:day|days} left" n=days %}``: the sentence of this request's language."""
    sentence = words.both(zh, en)
    if not values:
        return sentence
    shown = {
        name: _Said(conditional_escape(str(value) if not isinstance(value, SafeString) else value))
        for name, value in values.items()
    }
    return mark_safe(conditional_escape(sentence).format(**shown))  # noqa: S308 -- both parts are escaped


@register.filter
def spoken(text: object, tag: str = "span") -> SafeString:
    """``{{ matter.title|spoken }}``: what people typed, marked where the page speaks another language.

    So a screen reader on an English page reads Chinese words as Chinese. Give ``div`` for paragraphs.
    """
    said = conditional_escape(text if isinstance(text, str) else str(text))
    if not words.in_other_words(str(text)):
        return said
    return format_html('<{} lang="{}">{}</{}>', tag, words.OWN, said, tag)


@register.simple_tag
def lang() -> str:
    """``zh`` or ``en``."""
    return words.language()


@register.simple_tag(name="label")
def label_tag(thing: object) -> str:
    """The name of *thing* in this request's language."""
    return words.say(thing)


@register.filter(name="label")
def label_filter(thing: object) -> str:
    """The same, for use inside other tags."""
    return words.say(thing)


@register.filter
def listed(names: Iterable[str]) -> str:
    """Several names, one after another."""
    return words.listed(names)


@register.simple_tag
def marked(text: str, words: Sequence[str]) -> SafeString:
    """*text* that people typed, as :func:`spoken`, with the *words* sought made to stand out."""
    pieces, done = [], 0
    for first, last in places(text, words or ()):
        pieces += [conditional_escape(text[done:first]), format_html("<mark>{}</mark>", text[first:last])]
        done = last
    pieces.append(conditional_escape(text[done:]))
    return spoken(mark_safe("".join(pieces)))  # noqa: S308 -- each piece is escaped


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative line icon."""
    return icons.icon_svg(name)


@register.filter
def ago(instant: datetime | None) -> str:
    """How long ago, with the exact time for machines and on hover."""
    if instant is None:
        return ""
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        instant.isoformat(),
        words.instant_words(instant),
        words.ago_words(instant),
    )


@register.filter
def day(value: date | datetime | None) -> str:
    """A day in words, as the counties count days."""
    if value is None:
        return ""
    from_instant = day_of(value) if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', from_instant, words.day_words(from_instant))


@register.filter
def day_said(value: date) -> str:
    """The same as bare words, for a title, where no markup can stand."""
    return words.day_words(value)


@register.filter
def moment(instant: datetime | None) -> str:
    """A day and its minute."""
    if instant is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', instant.isoformat(), words.instant_words(instant))


@register.simple_tag
def pill(text: object, tone: str = "grey") -> str:
    """A short word on a coloured ground: green, amber, red, blue, pink, grey; nothing for no word.

    Written here, for a list has hundreds of them, and a template for each was a sixth of a page's time.
    """
    said = words.say(text)
    return format_html('<span class="pill {}">{}</span>', tone, said) if said else ""


@register.simple_tag
def due(due_at: datetime | None) -> str:
    """How a deadline stands, as a pill; nothing where there is none."""
    standing = words.deadline(due_at)
    return pill(standing.words, standing.tone) if standing else ""


@register.inclusion_tag("ui/parts/menu.html", takes_context=True)
def top_menu(context: Context) -> dict[str, Any]:
    """The desktop navigation."""
    items = [item for item in _items(context) if item.desktop]
    return {"items": items, "current": _current(context, items)}


@register.inclusion_tag("ui/parts/bar.html", takes_context=True)
def phone_bar(context: Context) -> dict[str, Any]:
    """The bar at the foot of a phone, with the round button to record in its middle."""
    items = [item for item in _items(context) if item.phone] + _items(context, "me")
    half = (len(items) + 1) // 2
    return {
        "items": items,
        "before": items[:half],
        "after": items[half:],
        "current": _current(context, items),
        "record": next(iter(_items(context, "record")), None),
        "bell": _bell(context),
    }


@register.inclusion_tag("ui/parts/me.html", takes_context=True)
def me_link(context: Context) -> dict[str, Any]:
    """Who is signed in, and the way to their own page; or the way to sign in."""
    user = getattr(context.get("request"), "user", None)
    named = getattr(getattr(user, "person", None), "name", "") or getattr(user, "username", "")
    return {"item": next(iter(_items(context, "me")), None), "named": named, "sign_in": _sign_in()}


@register.inclusion_tag("ui/parts/bell.html", takes_context=True)
def bell(context: Context) -> dict[str, Any]:
    """How much is unread, for who is signed in."""
    return {"bell": _bell(context)}


@register.simple_tag
def page(name: str) -> str:
    """The address of a page of an upper layer; empty where this house has none."""
    return addresses.page_of(name)


@register.simple_tag
def mine(request: HttpRequest) -> list[menu.MenuItem]:
    """The further pages of one's own, for the page about oneself."""
    actor = actor_in(request)
    return menu.menu_for(actor, "mine") if actor else []


@register.simple_tag
def further(request: HttpRequest) -> list[menu.MenuItem]:
    """The pages that the bar of a phone has no room for, for the page about oneself."""
    actor = actor_in(request)
    return [item for item in menu.menu_for(actor) if not item.phone] if actor else []


@register.simple_tag
def doors() -> list[menu.MenuItem]:
    """The ways in that need no account."""
    return menu.menu_for(None, "door")


@register.simple_tag
def sign_in_helps() -> list[str]:
    """The templates that installed parts add to the page for signing in."""
    named = (getattr(config, "sign_in_help", "") for config in apps.get_app_configs())
    return [template_name for template_name in named if template_name]


def _bell(context: Context) -> bells.Bell | None:
    """Asked once a page, for the head and for the bar."""
    request = context.get("request")
    actor = None if request is None else actor_in(request)
    if request is None or actor is None:
        return None
    if not hasattr(request, "bell"):
        request.bell = bells.bell_of(actor)
    found: bells.Bell | None = request.bell
    return found


def _sign_in() -> str:
    return resolve_url(settings.LOGIN_URL)


def _items(context: Context, place: str = "menu") -> list[menu.MenuItem]:
    request = context.get("request")
    actor = None if request is None else actor_in(request)
    return [] if actor is None else menu.menu_for(actor, place)


def _current(context: Context, items: list[menu.MenuItem]) -> menu.MenuItem | None:
    request = context.get("request")
    return None if request is None else menu.current(items, request.path)
