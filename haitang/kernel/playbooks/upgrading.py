"""Rewrite a playbook's files in today's language, keeping comments and layout."""

from io import StringIO
from pathlib import Path

from ruamel.yaml import YAML

from haitang.kernel.playbooks.language import LANGUAGE
from haitang.kernel.playbooks.layers import read_folder, refuse
from haitang.kernel.playbooks.upgrades import UPGRADERS, upgraded
from haitang.lib.diagnostics import Fault, Faults


def upgrade_folder(folder: Path) -> list[Path]:
    """Upgrade every file of *folder*; gives those that changed. Raises :class:`Faults` when it cannot."""
    layer, faults = read_folder(folder)
    refuse(faults)
    version = layer.tree.data.get("haitang", LANGUAGE)
    if version == LANGUAGE:
        return []
    if version not in UPGRADERS:
        what = f"there is no way from version {version} of the language to {LANGUAGE}."
        place = layer.tree.place(("haitang",))
        raise Faults([Fault("unknown-language", what, "Update Haitang.", place=place)])
    return [file for file in sorted(folder.glob("*.yaml")) if _rewrite(file, version)]


def _rewrite(file: Path, version: int) -> bool:
    """Upgrade one file in place; its words are told which *version* they are of."""
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 200
    before = file.read_text(encoding="utf-8")
    tree = yaml.load(before)
    carries_version = "haitang" in tree
    tree["haitang"] = version
    tree = upgraded(tree)
    if not carries_version:
        del tree["haitang"]
    after = StringIO()
    yaml.dump(tree, after)
    file.write_text(after.getvalue(), encoding="utf-8")
    return after.getvalue() != before
