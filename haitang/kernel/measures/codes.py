"""What each fault in a measure means: its paragraph in the manual."""

from collections.abc import Mapping

from haitang.lib.text import Text


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


CODES: Mapping[str, Text] = {
    "among-without-share": _text(
        "among: 只用于 share。", "`among:` is the whole of a share; nothing else has one."
    ),
    "among-missing": _text(
        "share 要写 among:,即占谁的比例。", "A share needs `among:`, the whole it is part of."
    ),
    "dated-without-matters": _text("dated: 只用于事项。", "`dated:` says by which day matters are counted."),
    "of-without-use": _text(
        "count 和 share 不写 of:。", "Counting and shares have no `of:`; they count the things."
    ),
    "of-missing": _text(
        "sum、mean、distinct 要写 of:。", "A sum, mean or distinct count needs `of:`, what it is over."
    ),
    "of-no-number": _text(
        "of: 写的不是数，不能相加或求平均。", "What `of:` names is no number, so it has no sum or mean."
    ),
    "thing-in-where": _text(
        "这一列不能作条件，只能数有多少个不同的。", "This column cannot be a condition; count it distinctly."
    ),
    "range-without-order": _text(
        "这一列没有大小，不能写 from/to。", "This column has no order, so it has no from and to."
    ),
    "range-empty": _text(
        "from: 比 to: 大，范围是空的。", "`from:` is larger than `to:`, so nothing lies between."
    ),
    "field-not-counted": _text(
        "字段没有写 count: true，不能统计。",
        "The field is not declared `count: true`; only such are counted.",
    ),
    "wrong-value": _text(
        "条件里的值不是这一列能有的。", "The value in a condition is not one this column can have."
    ),
    "part-outside-whole": _text(
        "share 的部分与整体互相排斥，恒为零。", "The part of a share excludes its whole: it is always nought."
    ),
    "unknown-column": _text(
        "所数的东西没有这一列，也没有这个计数的字段。",
        "What is counted has no such column and no counted field of that name.",
    ),
    "unknown-value": _text(
        "条件里写的角色、类型、状态、类别、选项等没有声明，或写错了。",
        "A condition names a role, kind, state, category or option that is not declared, or is misspelt.",
    ),
    "unknown-split": _text(
        "by: 只能写已声明的单位类型、时段，或（事项）channel。",
        "`by:` names a declared kind of unit, a period or, of matters, `channel`.",
    ),
    "split-twice": _text(
        "by: 不能同时写两种单位或两种时段。", "A measure is split by one kind of unit and one period at most."
    ),
    "beside-without-share": _text(
        "beside: 只用于 share：同一个分子，几个分母并列。",
        "`beside:` is for shares: one part of several wholes, side by side.",
    ),
    "beside-other-part": _text(
        "并列的指标分子不同，不能比较。",
        "What stands beside it counts another part; the two cannot be compared.",
    ),
    "ranks-places-by-complaints": _text(
        "不得按群众诉求多少给地方排名。",
        "Places are never ranked by what residents ask for: where people speak up would look worse.",
    ),
    "target-past": _text("目标的日期已经过去。", "The day of the target has passed."),
    "unknown-measure": _text("facts: 里写的指标没有声明。", "A fact names a measure that is not declared."),
    "fact-twice": _text("两个 facts 用了同一个 id。", "Two facts have the same id."),
}
