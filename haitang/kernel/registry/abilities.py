"""The abilities there are: each part and desk names its own, playbooks give them to roles."""

from collections.abc import Mapping
from types import MappingProxyType

from haitang.lib.text import Text

_known: dict[str, Text] = {}


def register_ability(key: str, label: Text) -> None:
    """Make *key* (``part.verb``) an ability that playbooks may give; called from ``AppConfig.ready``."""
    part, _, verb = key.partition(".")
    if not (part.isidentifier() and verb.isidentifier()):
        raise ValueError(f"{key!r}: an ability is named part.verb")
    if _known.get(key, label) != label:
        raise ValueError(f"{key!r} is already registered with another label")
    _known[key] = label


def known_abilities() -> Mapping[str, Text]:
    """Every ability with its label, by key."""
    return MappingProxyType(dict(sorted(_known.items())))


def register_own() -> None:
    """The registry's abilities."""
    for key, zh, en in (
        ("see", "查看花名册", "See units, people and posts"),
        ("units", "增改单位和地点", "Add, move and close units and places"),
        ("people", "登记和修改人员", "Enrol and change people"),
        ("appoint", "任免职务", "Appoint people and end their posts"),
        ("grant", "任命权限高于自己的职务", "Appoint to roles that may do more than oneself"),
        ("tie", "建立和解除联系", "Make and end ties"),
        ("contact", "查看电话和证件号", "Look at phones and identity numbers"),
        ("accounts", "开设账号和接口密钥", "Open accounts and issue API tokens"),
    ):
        register_ability(f"registry.{key}", Text(zh=zh, en=en))
