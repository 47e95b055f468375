"""The triggers that keep an applied text as it was applied: records are read by the version they pin."""

from haitang.lib.guards import append_only

GUARDS = append_only("playbooks_version")
