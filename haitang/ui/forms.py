"""How every form looks: one template for a form, one for a field, ours for each."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

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
    """A choice among hundreds, none of them in groups.

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
        choices = tuple((str(key), str(label)) for key, label in self.choices)
        chosen = "" if value is None else str(value)
        return format_html(
            "<select{}>{}</select>",
            flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name})),
            _options(choices, chosen if chosen in dict(choices) else None),
        )


@lru_cache(maxsize=64)
def _options(choices: tuple[tuple[str, str], ...], chosen: str | None) -> SafeString:
    """The options in HTML; remembered, as hundreds of them are the same on every page."""
    options = ((key, SafeString(" selected" if key == chosen else ""), label) for key, label in choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', options)
