"""What the tests of the whole house share with those of its parts."""

from haitang.conftest import fresh_start, repeated_queries, rows_without_an_order, stage

__all__ = ["fresh_start", "repeated_queries", "rows_without_an_order", "stage"]
