"""The same small region as the playbooks' own tests."""

from haitang.kernel.playbooks.tests.conftest import county

__all__ = ["county"]
