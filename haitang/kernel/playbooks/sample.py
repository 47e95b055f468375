"""The seam for sample counties: what they are grown from travels with the playbook and is not read here."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from haitang.lib.declare import Section


class SampleSection(Section):
    """What a sample county is grown from; ``haitang.sample`` reads it, a production house ignores it."""

    part: ClassVar[str] = "sample"

    sample: Mapping[str, Any] = Field(  # reason: its words belong to haitang.sample, which may be absent
        default_factory=dict,
        description="What a sample county is grown from, for trying the playbook out; ignored in production.",
    )
