"""How every form looks: one template for a form, one for a field, ours for each."""

from collections.abc import Mapping
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
        chosen = "" if value is None else str(value)
        options = (
            (key, SafeString(" selected" if str(key) == chosen else ""), label) for key, label in self.choices
        )
        return format_html(
            "<select{}>{}</select>",
            flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name})),
            format_html_join("", '<option value="{}"{}>{}</option>', options),
        )
