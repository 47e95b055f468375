"""Who may see what other systems are told, and tell them again."""

from haitang.lib.text import Text

MANAGES = "hooks.manage"
ABILITIES = {
    MANAGES: Text(zh="查看向外系统的回传并重发", en="See what other systems are told and tell them again")
}
