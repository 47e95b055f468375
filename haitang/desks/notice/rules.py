"""Who may see what could not be sent, and send it again."""

from haitang.lib.text import Text

MANAGES = "notice.manage"
ABILITIES = {MANAGES: Text(zh="查看发不出的消息并重发", en="See undeliverable messages and send them again")}
