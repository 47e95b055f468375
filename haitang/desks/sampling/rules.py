"""What a role may be given: to ask the residents drawn, to see what came of it."""

from haitang.lib.text import Text

ASKS = "sampling.ask"
SEES = "sampling.see"
ABILITIES = {
    ASKS: Text(zh="抽查时给居民打电话", en="Ring the residents that were drawn"),
    SEES: Text(zh="查看满意度抽查的结果", en="See what sampling found"),
}
