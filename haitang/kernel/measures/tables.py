"""The tables and columns that measures may read."""

from collections.abc import Mapping
from types import MappingProxyType

_SLOTS = {
    **{f"choice{n}": "string" for n in range(1, 7)},
    **{f"number{n}": "int64" for n in range(1, 5)},
    **{f"day{n}": "string" for n in range(1, 3)},
    **{f"flag{n}": "boolean" for n in range(1, 3)},
}
_SPAN = {"since": "string", "until": "string"}
_DECLARED = {"id": "int64", "key": "string"}
#: The tables and columns that measures may read, by their names in every engine.
TABLES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "ledger_fact": {
            "entry_id": "int64",
            "region_id": "int64",
            "kind_id": "int64",
            "unit_id": "int64",
            "day": "string",
            "person_id": "int64",
            "quantity": "int64",
            **_SLOTS,
        },
        "ledger_entry": {
            "id": "int64",
            "served_unit_id": "int64",
            "served_person_id": "int64",
            "channel": "string",
        },
        "matters_matter": {
            "id": "int64",
            "region_id": "int64",
            "kind_id": "int64",
            "state_id": "int64",
            "category_id": "int64",
            "unit_id": "int64",
            "owner_id": "int64",
            "assignee_id": "int64",
            "gathered_under_id": "int64",
            "channel": "string",
            "rating": "int64",
            "opened_on": "string",
            "closed_on": "string",
            "closed_at": "string",
            "due_at": "string",
            "overran": "boolean",
            "code_by_staff": "boolean",
            **_SLOTS,
        },
        "registry_unit": {"id": "int64", "region_id": "int64", "kind_id": "int64", **_SPAN},
        "registry_unitancestor": {"unit_id": "int64", "ancestor_id": "int64", **_SPAN},
        "registry_post": {
            "id": "int64",
            "region_id": "int64",
            "person_id": "int64",
            "role_id": "int64",
            "unit_id": "int64",
            **_SPAN,
        },
        "registry_person": {
            "id": "int64",
            "sex": "string",
            "born_year": "int64",
            "born_md": "int64",
            "education": "int64",
            "full_time_degree": "boolean",
        },
        "registry_tie": {
            "id": "int64",
            "region_id": "int64",
            "kind_id": "int64",
            "from_unit_id": "int64",
            "to_unit_id": "int64",
            "from_person_id": "int64",
            "to_person_id": "int64",
            **_SPAN,
        },
        "registry_unitkind": _DECLARED,
        "registry_role": _DECLARED,
        "registry_tiekind": _DECLARED,
    }
)
