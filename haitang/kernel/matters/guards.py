"""The triggers that keep a matter's history as it was written."""

from haitang.lib.guards import append_only

GUARDS = append_only("matters_step")
