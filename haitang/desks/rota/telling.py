"""What people are told of exchanges: that one is asked, what was said to it, that turns changed hands."""

from haitang.lib.text import Text

KEY = "swap"
LABEL = Text(zh="换班", en="Exchanges of turns")
HELP = Text(zh="有人请您代班、对方答复了、排班有变", en="You are asked, answered, or a day is called off")
WORDS = {
    "asked": Text(zh="有人请您换班，等您答复", en="you are asked to take a turn"),
    "agreed": Text(zh="对方同意了，班已换好", en="they said yes; the turns are exchanged"),
    "declined": Text(zh="对方换不了，请另找人", en="they said no; ask somebody else"),
    "called_off": Text(zh="您当班的一天取消了", en="a day of yours was called off"),
}
