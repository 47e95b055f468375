"""A request as a program sends it in a form, read into what a resident tells on the page."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from django.http import QueryDict

from haitang.api.open311 import instants
from haitang.api.open311.jurisdictions import CHANNEL, Jurisdiction
from haitang.api.open311.places import SaidPlace, place_of
from haitang.api.open311.services import Service
from haitang.desks.requests.actions import Submission
from haitang.kernel.matters.api import ContactDetails, MatterKind
from haitang.kernel.playbooks.api import AnyField
from haitang.lib.clock import day_of
from haitang.lib.diagnostics import Refusal, Refusals
from haitang.lib.ids import new_id
from haitang.lib.text import nearest
from haitang.ui.uploads import PHOTOS_AT_ONCE, Upload
from haitang.ui.words import say

DESCRIPTION, WORDS, URL = 4000, 200, 500
_ATTRIBUTE = re.compile(r"attribute\[([^\[\]]*)\](?:\[\])?")


@dataclass
class Form:
    """What was sent; every reason against it is gathered in ``refused``."""

    said: QueryDict
    refused: list[Refusal]

    def word(self, name: str, most: int = WORDS) -> str:
        """An argument's words; empty where there are none, refused where there are too many."""
        words = self.said.get(name, "").strip()
        if len(words) > most:
            self.refuse(name, f"{name} 最多 {most} 字。", f"{name} has at most {most} characters.")
        if "\0" in words:
            self.refuse(
                name, f"{name} 含有无法保存的字符。", f"{name} holds a character that cannot be kept."
            )
        return words

    def refuse(self, field: str, zh: str, en: str) -> None:
        """One more reason."""
        self.refused.append(Refusal("open311.form", zh=zh, en=en, field=field))


def submission(here: Jurisdiction, service: Service, said: QueryDict, photos: Sequence[Upload]) -> Submission:
    """What *said* tells; raises :class:`Refusals` with every reason it cannot be taken."""
    form = Form(said, [])
    spot = _spot(form)
    if not form.refused and not spot:
        zh = "请写明地点:lat 和 long,或 address_string,或 address_id。"
        form.refuse("lat", zh, "Say where: lat and long, address_string or address_id.")
    keeps = _place_fields(service, here.section.matters[service.door.kind]) if spot.point else []
    answers = dict.fromkeys(keeps, spot.point) | _answers(form, service.asks)
    text = form.word("description", DESCRIPTION) or say(service.label)
    lines = "\n".join([text, *_beside(form, spot, has_field=bool(keeps))])
    if len(photos) > PHOTOS_AT_ONCE:
        form.refuse("media", f"最多 {PHOTOS_AT_ONCE} 张照片。", f"At most {PHOTOS_AT_ONCE} photos.")
    contact = ContactDetails(_name(form), form.word("phone"), form.word("email"))
    if form.refused:
        raise Refusals(form.refused)
    return Submission(
        draft=new_id(),
        text=lines,
        unit=place_of(here, service.door, spot),
        answers=answers,
        photos=photos,
        contact=contact,
        category=service.category,
        channel=CHANNEL,
    )


def _spot(form: Form) -> SaidPlace:
    latitude, longitude = _degrees(form, "lat", 90), _degrees(form, "long", 180)
    if (latitude is None) != (longitude is None):
        form.refuse("lat", "lat 和 long 要一起写。", "lat and long go together.")
    return SaidPlace(form.word("address_id"), form.word("address_string"), latitude, longitude)


def _degrees(form: Form, name: str, most: int) -> Decimal | None:
    said = form.word(name)
    if not said:
        return None
    try:
        found = Decimal(said)
    except InvalidOperation:
        found = Decimal(most + 1)
    if not (found.is_finite() and abs(found) <= most):
        form.refuse(
            name, f"{name} 应在 -{most} 与 {most} 之间。", f"{name} should be from -{most} to {most}."
        )
        return None
    return found


def _place_fields(service: Service, kind: MatterKind) -> list[str]:
    """The fields that keep the point: those asked of the teller, and the one that the map is drawn from."""
    asked = [key for key, spec in service.asks.items() if spec.kind == "place"]
    return asked + [key for key in (kind.mapped,) if key and key not in asked]


def _beside(form: Form, spot: SaidPlace, *, has_field: bool) -> Iterator[str]:
    """What has no field of its own, in words: where exactly, and what was linked to."""
    if spot.words:
        yield f"地点 Where: {spot.words}"
    if spot.point and not has_field:
        yield f"经纬度 Point: {spot.point}"
    linked = form.word("media_url", URL)
    if linked and urlsplit(linked).scheme in ("http", "https"):
        yield f"链接 Link: {linked}"
    elif linked:
        form.refuse("media_url", "media_url 应为 http 或 https 网址。", "media_url should be a web address.")


def _name(form: Form) -> str:
    """The whole name: Chinese puts the family first, without a blank."""
    first, last = form.word("first_name"), form.word("last_name")
    return f"{first} {last}".strip() if (first + last).isascii() else last + first


def _answers(
    form: Form, asks: Mapping[str, AnyField]
) -> dict[str, Any]:  # reason: answers are cleaned by their fields
    found: dict[str, Any] = {}
    for name in form.said:
        told = _ATTRIBUTE.fullmatch(name)
        if told and told[1] not in asks:
            form.refuse(name, *_no_such(told[1], list(asks)))
        elif told:
            found[told[1]] = _answer(form, name, asks[told[1]])
    return {key: value for key, value in found.items() if value not in (None, "")}


def _no_such(code: str, known: list[str]) -> tuple[str, str]:
    near = nearest(code, known)
    zh = f"没有 attribute“{code}”。" + (f"是不是“{near}”？" if near else "")
    return zh, f'There is no attribute "{code}".' + (f' Did you mean "{near}"?' if near else "")


def _answer(form: Form, name: str, spec: AnyField) -> str:
    """The one value of an attribute; a day may come as an instant."""
    values = [value.strip() for value in form.said.getlist(name) if value.strip()]
    if len(values) > 1:
        form.refuse(name, f"{spec.label.zh}只能有一个值。", f"{spec.label.en} takes one value.")
    value = values[0] if values else ""
    if spec.kind == "day" and len(value) > 10:
        try:
            return day_of(instants.read(value, field=name)).isoformat()
        except Refusal as refusal:
            form.refused.append(refusal)
    return value
