"""The column that a subtree is found by."""

from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class PathField(models.CharField):  # type: ignore[type-arg]  # Django's class takes no parameters at run time
    """Text compared byte by byte on every database.

    A subtree is a range of paths. Under a linguistic collation, which a PostgreSQL database usually has,
    the stroke between two ids would be ignored in comparisons and the range would be wrong.
    """

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:  # reason: Django's own signature
        """The plain column, with the byte-wise collation where that is not the only one."""
        found = super().db_parameters(connection)
        return {**found, "collation": "C" if connection.vendor == "postgresql" else None}
