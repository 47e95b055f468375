"""What the tests of the whole house share with those of its parts."""

from haitang.conftest import first_language

__all__ = ["first_language"]
