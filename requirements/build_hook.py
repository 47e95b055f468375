"""What the wheel needs beyond pyproject.toml: the dependencies of run.in and the playbooks, each once."""

from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface


class Dependencies(MetadataHookInterface):
    """Reads run.in."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict) -> None:
        """Fill in ``dependencies``."""
        lines = (Path(self.root) / "requirements" / "run.in").read_text().splitlines()
        metadata["dependencies"] = [line for line in lines if line and not line.startswith("#")]


class Playbooks(BuildHookInterface):
    """Ships the playbooks inside the package; an editable install reads them where they stand."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict) -> None:
        """Add them to a real wheel only."""
        if version == "standard":
            build_data["force_include"]["playbooks"] = "haitang/shipped"
