"""What each fault in a flow means: its paragraph in the manual."""

from collections.abc import Mapping

from haitang.lib.text import Text


def _text(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


CODES: Mapping[str, Text] = {
    "unknown-state": _text("写了这个流程里没有的状态。", "A state is named that the flow does not have."),
    "unknown-move": _text(
        "then: 写了这个流程里没有的动作。", "`then:` names a move that the flow does not have."
    ),
    "unknown-field": _text("写了没有声明的字段。", "A field is named that is not declared there."),
    "unknown-entry": _text(
        "动作要写的台账种类没有在 entries: 里声明。", "A move writes a kind of entry not declared."
    ),
    "unknown-source": _text(
        "answers: 只能取说明、标题、正文或事项的字段。", "An answer comes from note, title, body or a field."
    ),
    "unknown-category": _text(
        "categories: 写了没有声明的类别。", "A category is named that is not declared."
    ),
    "unknown-matter-kind": _text(
        "under: 写了没有声明的事项种类。", "A kind of matter is named that is not declared."
    ),
    "state-and-instead": _text(
        "instead: 是给已删去的状态找去处，这个状态还在。",
        "`instead:` is for a state that is gone; this one stands.",
    ),
    "reserved-state": _text(
        "这个词有特定含义，不能作状态的键。", "The word has a meaning of its own and names no state."
    ),
    "unreachable-state": _text(
        "没有动作通向这个状态。", "No move leads to the state, so no matter is ever in it."
    ),
    "flow-without-end": _text(
        "流程没有终点，事项永远办不结。", "The flow has no state marked `end: true`; nothing could be closed."
    ),
    "state-without-way-out": _text("从这个状态走不到任何终点。", "No walk from this state reaches an end."),
    "state-without-owner": _text(
        "没有人该在这个状态里办事。", "Nobody must act in this state; name an owner."
    ),
    "end-that-waits": _text(
        "终点还写着承办人或时限。", "An end has an owner, a limit or a `then:` all the same."
    ),
    "owner-without-move": _text(
        "该办的角色在这个状态里没有可做的动作。", "Who must act in a state may make no move from it."
    ),
    "waits-for-ever": _text(
        "等居民答复却没有期限，会一直挂着。", "It waits for a resident without a limit and what follows."
    ),
    "then-without-limit": _text(
        "写了 then: 却没有 limit:。", "There is a `then:` and no `limit:` that says when."
    ),
    "then-not-the-clocks": _text(
        "到期要做的动作，时钟没有资格做。",
        "The clock may not make the move that `then:` names; add it to `by:`.",
    ),
    "clock-asked": _text(
        "到期的动作要填东西，时钟填不了。", "The move the clock makes asks for what only people give."
    ),
    "unknown-rule": _text(
        "rule: 写了 rules: 里没有的规定。", "A limit names a rule that is not among `rules:`."
    ),
    "unknown-option": _text("写了字段里没有的选项。", "An option is named that the field does not have."),
    "unknown-question": _text(
        "asks:、grants:、refuses: 写了没有声明的申请事项。",
        "A move names a question the flow does not declare.",
    ),
    "limit-without-source": _text(
        "时限没有写依据（rule: 或 instrument:）。",
        "A dated limit says neither the rule nor the document that sets it.",
    ),
    "limit-beyond-rule": _text(
        "时限比它所依据的规定还长。规定施行之日起是错误，之前是提醒。",
        "A limit is longer than the rule it names allows: a warning, and an error once the rule is in force.",
    ),
    "limit-never-reached": _text(
        "前面的时限总是先适用，这一条永远用不上。", "An earlier limit fits wherever this one would."
    ),
    "warn-without-limit": _text("没有时限，却写了 warn:。", "There is a `warn:` and no limit to warn of."),
    "warn-at-once": _text(
        "提醒不短于时限，一来就“即将到期”。",
        "The warning is as long as the limit: due soon from the first day.",
    ),
    "escalate-without-limit": _text("没有时限，却写了 escalate:。", "There is an `escalate:` and no limit."),
    "escalate-beside-then": _text(
        "到期由时钟办理，就不会再上报。", "The clock moves on when time is up, so nobody above would hear."
    ),
    "question-without-role": _text(
        "由上级决定，却没有写由哪个角色。", "It is decided above, and no role says by whom."
    ),
    "question-without-move": _text(
        "申请事项缺少提出、同意或不同意的动作。", "No move asks, grants or refuses the question."
    ),
    "asking-moves-on": _text(
        "提出申请的动作不能同时移交或换状态。", "The move that asks leaves the matter as it stands."
    ),
    "asks-and-decides": _text("一个动作不能又申请又决定。", "A move asks or decides, not both."),
    "after-days-while-open": _text(
        "after_days: 从办结算起，这个状态还没办结。", "`after_days:` counts from closing."
    ),
    "never-in-time": _text(
        "within_days: 不大于 after_days:，永远来不及。",
        "It is over before it begins: `within_days:` is no larger.",
    ),
    "pause-without-reasons": _text(
        "暂停计时要从清单中选原因：提出的动作要有必填的选择字段。",
        "The clock stands for a reason from a list: who asks must fill in a field of choices.",
    ),
    "to-kinds-without-unit": _text(
        "不选单位的动作写了 to_kinds:。", "A move that chooses no unit names kinds of unit."
    ),
    "nobody-sent-it": _text(
        "这个状态里的事项没有经谁交办，退不回去，也谈不上收回。",
        "No unit has handed over what stands there, so it can be neither given nor called back.",
    ),
    "routing-to-nobody": _text(
        "routing: 的动作不交给单位。", "The move that `routing:` names hands a matter to no unit."
    ),
    "routing-asked": _text(
        "自动派单的动作要填东西，系统填不了。",
        "The house would make a move that asks for what only people give.",
    ),
    "within-days-while-open": _text(
        "within_days: 从办结算起，这个状态还没办结。", "`within_days:` counts from closing."
    ),
    "ended-by-staff-alone": _text(
        "居民提的事，工作人员不能单方办结：要由居民或到期办结，或者由别人复核（other_than:）。",
        "Staff do not end what a resident asked for by themselves: the resident or the clock does, or "
        "somebody else reviews it (`other_than:`).",
    ),
    "anonymous-not-public": _text(
        "可匿名，却不对居民开放。", "It may be anonymous, and yet no resident can open one."
    ),
    "public-without-channel": _text(
        "对居民开放的事项，居民从手机页面（phone）和接口（api）提出，两个渠道都要在 channels: 里声明。",
        "Residents tell a public kind on the page (`phone`) and by programs (`api`): declare both channels.",
    ),
    "write-misses-answer": _text(
        "要写的台账有必填字段，动作却没有给。", "The entry requires a field that the move leaves unanswered."
    ),
    "write-names-nobody": _text(
        "要写的台账必须写明服务对象，动作却写不了。",
        "The entry must name whom it served, which a move cannot say.",
    ),
    "quantity-not-asked": _text(
        "数量要问办理人，动作却没有问。", "The quantity is `asked` and the move does not ask."
    ),
    "quantity-out-of-bounds": _text(
        "数量超出这种台账的范围。", "The quantity lies outside the entry kind's bounds."
    ),
    "calendar-ends": _text(
        "未来三个月内的日子，有的年份放假安排还没有写进 calendar: years:，时限暂按周末推算。"
        "通知公布后写进去，时限会重新计算。",
        "Within three months begins a year that is not under `calendar: years:`; limits that reach it are "
        "reckoned by weekends alone. Write its notice down when it is out; they are reckoned anew.",
    ),
    "day-of-unpublished-year": _text(
        "放假或调休的日子不在 years: 写明的年份里。",
        "A holiday or make-up workday lies in no year under `years:`.",
    ),
    "same-number": _text("两种事项用了同样的编号字母。", "Two kinds of matter number with the same letters."),
    "mapped-unpublished": _text(
        "mapped 是在公开的地图上标出办在哪里；不公开办理结果的事项不能写它。",
        "`mapped` shows on the public map where something was done; a kind of which nothing is published "
        "cannot have it.",
    ),
}
