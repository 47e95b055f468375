"""Who may see what other systems are told, and tell them again."""

from haitang.kernel.registry.api import Ability
from haitang.lib.text import Text

MANAGES = "hooks.manage"
ABILITIES = {
    MANAGES: Text(zh="查看向外系统的回传并重发", en="See what other systems are told and tell them again")
}
#: What was to be told, by the matter it tells of: where that is, or with whom.
REACHES = Ability(MANAGES, at="matter__owner__path") | Ability(MANAGES, at="matter__unit__path")
