"""What the tests of the whole house share with those of its parts."""

from haitang.conftest import first_language, repeated_queries

__all__ = ["first_language", "repeated_queries"]
