"""Reads an answer in either format into one shape: XML by the Spark convention, every scalar as text."""

import json
from typing import Any
from xml.etree.ElementTree import XML, Element

from haitang.api.open311.answers import MEMBERS


def read(body: bytes, form: str) -> Any:
    """What *body* says."""
    if form == "json":
        return as_text(json.loads(body))
    assert body.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n')
    return spark(XML(body.decode().split("\n", 1)[1]))


def spark(element: Element) -> Any:
    """An element as JSON has it: a container of one sort of members is a list, without their names."""
    if element.tag in MEMBERS:
        assert {child.tag for child in element} <= {MEMBERS[element.tag]}
        return [spark(child) for child in element]
    return {child.tag: spark(child) for child in element} if len(element) else element.text or ""


def as_text(value: Any) -> Any:
    """The same with every scalar as XML writes it."""
    if isinstance(value, dict):
        return {name: as_text(one) for name, one in value.items()}
    if isinstance(value, list):
        return [as_text(one) for one in value]
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
