"""A person of the register."""

from typing import Any, Literal
from uuid import UUID

from django import forms
from pydantic import Field

from haitang.kernel.playbooks.fields.base import FieldSpec, Value
from haitang.kernel.registry.models import Person


class PersonField(FieldSpec):
    """A person, named by the register's UUID: erasing the person leaves no name behind in the record."""

    kind: Literal["person"] = Field(description="`person`: someone in the register.")

    def clean(self, raw: Any) -> Value:
        """The person's UUID as text."""
        try:
            return str(UUID(str(raw)))
        except ValueError:
            zh, en = "请从花名册中选择一个人。", "choose a person from the register."
            raise self.refuse("not-a-person", zh, en) from None

    def missing(self, values: set[str], region_id: int) -> set[str]:
        """Those of *values* that the register of a region does not know."""
        known = Person.objects.filter(region_id=region_id, uuid__in=values).values_list("uuid", flat=True)
        return values - {str(uuid) for uuid in known}

    def form_field(self, language: str = "zh") -> forms.Field:
        """A text input for who is meant, by the key that others know them by."""
        return forms.UUIDField(**self._form(language))
