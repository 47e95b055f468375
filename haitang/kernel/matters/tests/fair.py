"""The small county with fair limits: by category and urgency, warned of, raised, paused and made longer."""

from haitang.kernel.matters.tests.county import PLAYBOOK

_RULE = """rules:
  hotline: {label: {zh: 紧急件当日办, en: Urgent ones at once}, instrument: 热线办法, article: 第八条}
matters:
"""
_WORKING = (
    "owner: handler, limit: {working_days: 15}, warn: {working_days: 3}, "
    "escalate: [{to: clerk, at: [county]}, {to: host, after: {working_days: 2}}]}"
)
_REASON = """      pause_reason:
        kind: choice
        count: true
        label: {zh: 暂停原因, en: Reason}
        options: {papers: {zh: 等材料, en: Papers}, weather: {zh: 天气, en: Weather}}
      class:
        kind: choice
        count: true
        label: {zh: 归类, en: Class}
        options: {beyond_powers: {zh: 超出职权, en: Beyond our powers}, duplicate: {zh: 重复, en: Duplicate}}
      stayed:
        kind: choice
        count: true
        label: {zh: 现在怎么样, en: How is it now}
        options: {solved: {zh: 好的, en: Solved}, not_solved: {zh: 没有解决, en: Not solved}}
      summary: {kind"""
_STATES = """        classed: {label: {zh: 复核, en: Under review}, owner: host}
        declined: {label: {zh: 说明后办结, en: Declined}, end: true}
"""
_SENT = (
    "writes: [{entry: sent}, "
    "{entry: wrong, by: dispatcher, unit: dispatcher, leaving: [returned], elsewhere: true}]"
)
_LIMITS = """      limits:
        urgent_lighting:
          label: {zh: 路灯紧急件, en: Urgent lighting}
          states: [working]
          categories: [lighting]
          where: {urgency: [urgent]}
          limit: {hours: 24}
          since: "2026-01-01"
          until: "2027-01-01"
          rule: hotline
        lighting:
          label: {zh: 路灯件, en: Lighting}
          states: [working]
          categories: [city]
          limit: {working_days: 5}
          instrument: 路灯管理办法
          article: 第三条
          confidence: high
      questions:
        pause: {label: {zh: 暂停计时, en: Pause}, to: sender, role: clerk, limit: {working_days: 1}, times: 2}
        longer: {label: {zh: 延期, en: More time}, to: above, role: host, times: 1}
      moves:
"""
_REVIEWED = """
        insist:
          label: {zh: 维持派单, en: Insist}
          from: [returned]
          to: dispatched
          by: [clerk]
          hands_to: before
          ask: {note: required}
        ask_above:
          label: {zh: 请上级裁定, en: Ask above}
          from: [dispatched]
          to: classed
          by: [handler]
          only_after: [insist]
          hands_to: host
        decline:
          label: {zh: 归类办结, en: Decline}
          from: [working]
          to: classed
          by: [handler]
          hands_to: host
          ask: {note: required, fields: [class], must: [class]}
          shown: true
        uphold:
          label: {zh: 维持, en: Uphold}
          from: [classed]
          to: declined
          by: [host, handler]
          other_than: [decline]
          shown: true
        overturn:
          label: {zh: 推翻, en: Overturn}
          from: [classed]
          to: working
          by: [host, handler]
          other_than: [decline]
          hands_to: before
          ask: {note: required}
          shown: true
        say_stayed:
          label: {zh: 四周回访, en: Did it stay solved}
          from: [closed]
          to: stays
          by: [resident]
          after_days: 28
          once: true
          ask: {fields: [stayed], must: [stayed]}
          suggests: {stayed: {not_solved: reopen_closed}}
          shown: true"""
_MOVES = """
        set_urgency:
          label: {zh: 定缓急, en: Urgency}
          from: [working]
          to: stays
          by: [handler]
          ask: {fields: [urgency]}
        ask_pause:
          label: {zh: 申请暂停, en: Ask to pause}
          from: [working]
          to: stays
          by: [handler]
          asks: pause
          ask: {note: required, fields: [pause_reason], must: [pause_reason]}
        grant_pause:
          label: {zh: 同意暂停, en: Grant the pause}
          from: [working]
          to: stays
          by: [clerk]
          grants: pause
          clock: {stops_for: {working_days: 10}}
          shown: true
          writes: [{entry: paused}]
        refuse_pause:
          label: {zh: 不同意暂停, en: Refuse the pause}
          from: [working]
          to: stays
          by: [clerk]
          refuses: pause
          ask: {note: required}
        resume:
          label: {zh: 恢复计时, en: Resume}
          from: [working]
          to: stays
          by: [handler, clerk]
          clock: {runs: true}
          shown: true
        ask_longer:
          label: {zh: 申请延期, en: Ask for more time}
          from: [working]
          to: stays
          by: [handler]
          asks: longer
          ask: {note: required}
        grant_longer:
          label: {zh: 同意延期, en: Grant more time}
          from: [working]
          to: stays
          by: [host]
          grants: longer
          clock: {adds: {working_days: 5}}
          shown: true
        refuse_longer:
          label: {zh: 不同意延期, en: Refuse more time}
          from: [working]
          to: stays
          by: [host]
          refuses: longer
          ask: {note: required}
        answer:"""

#: What becomes of the small county's playbook, each said once there.
_CHANGES = (
    ("matters:\n", _RULE),
    ("  solved: {label", "  paused: {label: {zh: 暂停, en: Paused}}\n  solved: {label"),
    ("owner: handler, limit: {working_days: 15}}", _WORKING),
    ("      summary: {kind", _REASON),
    ("      moves:\n", _LIMITS),
    ("\n        answer:", _REVIEWED + _MOVES),
    ("    contact_days: 180\n", "    contact_days: 180\n    watched: {least: 10}\n"),
    ("        closed: {label", _STATES + "        closed: {label"),
    ("  solved: {label", "  wrong: {label: {zh: 派错, en: Wrong dispatch}}\n  solved: {label"),
    ("writes: [{entry: sent}]", _SENT),
)


def _fair(text: str) -> str:
    for plain, fair in _CHANGES:
        assert plain in text
        text = text.replace(plain, fair, 1)
    return text


FAIR = _fair(PLAYBOOK)
