"""How every form looks: one template for a form, one for a field, ours for each."""

from django.forms.renderers import DjangoTemplates


class Renderer(DjangoTemplates):
    """Django's widgets inside our field layout: label, help, error beside the input they speak of."""

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"
    formset_template_name = "django/forms/formsets/div.html"
