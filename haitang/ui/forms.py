"""How every form looks: one template for a form, one for a field, ours for each."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from django.forms import Select
from django.forms.renderers import BaseRenderer, DjangoTemplates
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class Renderer(DjangoTemplates):
    """Django's widgets inside our field layout: label, help, error beside the input they speak of."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    formset_template_name = "django/forms/formsets/div.html"


class LongSelect(Select):
    """A choice among hundreds, alone or in groups.

    Django fills in a template for every option, which takes longer than all the rest of a page.
    """

    def render(
        self,
        name: str,
        value: Any,  # reason: whatever the field holds
        attrs: Mapping[str, Any] | None = None,  # reason: Django's own signature
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """The same element as Django's own."""
        chosen = "" if value is None else str(value)
        return format_html(
            "<select{}>{}</select>",
            flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name})),
            _options(tuple(_frozen(self.choices)), chosen),
        )


Option: TypeAlias = "tuple[str, str | tuple[tuple[str, str], ...]]"


def _frozen(choices: Iterable[Any]) -> Iterator[Option]:  # reason: whatever Django takes for choices
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield str(key), tuple((str(one), str(words)) for one, words in label)
        else:
            yield str(key), str(label)


@lru_cache(maxsize=64)
def _options(choices: tuple[Option, ...], chosen: str) -> SafeString:
    """The options in HTML; remembered, as hundreds of them are the same on every page."""
    return format_html_join("", "{}", ((_option(key, label, chosen),) for key, label in choices))


def _option(key: str, label: str | tuple[tuple[str, str], ...], chosen: str) -> SafeString:
    if isinstance(label, tuple):
        return format_html('<optgroup label="{}">{}</optgroup>', key, _options(label, chosen))
    selected = SafeString(" selected" if key == chosen else "")
    return format_html('<option value="{}"{}>{}</option>', key, selected, label)
