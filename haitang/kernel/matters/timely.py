"""What can be wrong with time limits, levels above, and questions: one rule a function, every fault found."""

from collections.abc import Callable, Iterator, Mapping

from haitang.kernel.matters.cases import Case, Path, one_unknown, unknown
from haitang.kernel.matters.timewords import DatedLimit, Limit, Span
from haitang.kernel.matters.words import STAYS, Move
from haitang.kernel.playbooks.fields import ChoiceField
from haitang.kernel.playbooks.header import DatedRule
from haitang.lib.diagnostics import Fault


def limits_named(case: Case) -> Iterator[Fault]:
    """States, categories, fields, options and rules that dated limits name; and where they come from."""
    for key, limit in case.flow.limits.items():
        path = case.at("flow", "limits", key)
        yield from unknown(limit.states, case.flow.states, "state", (*path, "states"))
        yield from unknown(limit.categories, case.known.category_keys, "category", (*path, "categories"))
        yield from _said(case, limit, path)
        if limit.rule:
            yield from one_unknown(limit.rule, case.known.rules, "rule", (*path, "rule"))
        elif not limit.instrument:
            hint = "Say rule: one of those under rules:, or instrument: with its article."
            yield Fault("limit-without-source", f'"{key}" says not what sets it.', hint, path=path)


def _said(case: Case, limit: DatedLimit, path: Path) -> Iterator[Fault]:
    choices = {key: field for key, field in case.kind.fields.items() if isinstance(field, ChoiceField)}
    for field, options in limit.where.items():
        yield from one_unknown(field, choices, "field", (*path, "where", field))
        if field in choices:
            yield from unknown(options, choices[field].options, "option", (*path, "where", field))


def beyond_rules(case: Case) -> Iterator[Fault]:
    """A limit longer than the rule it names breaks the rule: from the day the rule is in force."""
    for key, limit in case.flow.limits.items():
        rule = case.known.rules.get(limit.rule)
        most = days_allowed(rule) if rule else None
        if rule is None or most is None:
            continue
        working = bool(rule.unit and "工作日" in rule.unit.zh)
        given = limit.limit.working_days or (0 if working else limit.limit.days or 0)
        if given > most:
            what = f'"{key}" gives {given} days; the rule "{limit.rule}" allows {most}.'
            path = case.at("flow", "limits", key, "limit")
            hint = "Shorten it, or name the rule that allows as much."
            yield Fault("limit-beyond-rule", what, hint, path=path, error_from=rule.effective)


def days_allowed(rule: DatedRule) -> int | None:
    """How many days a binding rule allows; the stricter local figure where there is one."""
    days = rule.unit is not None and ("日" in rule.unit.zh or "天" in rule.unit.zh)
    said = [value for value in (rule.value, rule.here.value if rule.here else None) if isinstance(value, int)]
    return min(said) if days and said and rule.strength == "must" else None


def hidden_limits(case: Case) -> Iterator[Fault]:
    """A limit after one that fits all it fits is never reached."""
    seen: list[DatedLimit] = []
    for key, limit in case.flow.limits.items():
        if any(_covers(earlier, limit) for earlier in seen):
            hint = "Put the narrower one first."
            path = case.at("flow", "limits", key)
            yield Fault(
                "limit-never-reached", f'an earlier limit always comes before "{key}".', hint, path=path
            )
        seen.append(limit)


def _covers(earlier: DatedLimit, later: DatedLimit) -> bool:
    """Told where the earlier one asks for nothing that the later does not ask as well."""
    return (
        set(later.states) <= set(earlier.states)
        and not (earlier.since or earlier.until)
        and (not earlier.categories or set(later.categories) == set(earlier.categories))
        and all(set(later.where.get(field, ())) == set(said) for field, said in earlier.where.items())
    )


def warnings(case: Case) -> Iterator[Fault]:
    """A warning needs a limit, and must come after the beginning of it."""
    for key, state in case.flow.states.items():
        path = case.at("flow", "states", key, "warn")
        if state.warn and not _limited(case, key):
            yield Fault("warn-without-limit", f'"{key}" has no limit to warn of.', "Say limit: …", path=path)
        if state.warn and state.limit and _as_long(state.warn, state.limit):
            hint = "Warn later, or drop warn:."
            yield Fault("warn-at-once", f'"{key}" is due soon from its first day.', hint, path=path)


def _limited(case: Case, state: str) -> bool:
    dated = any(state in limit.states for limit in case.flow.limits.values())
    return dated or case.flow.states[state].limit is not None


def _as_long(warn: Span, limit: Limit) -> bool:
    pairs = ((getattr(warn, unit), getattr(limit, unit)) for unit in ("working_days", "days", "hours"))
    return any(before and whole and before >= whole for before, whole in pairs)


def levels(case: Case) -> Iterator[Fault]:
    """Whom time being up is told: roles and kinds of unit; not where the clock itself moves on."""
    for key, state in case.flow.states.items():
        path = case.at("flow", "states", key, "escalate")
        if state.escalate and not _limited(case, key):
            yield Fault("escalate-without-limit", f'"{key}" has no limit.', "Say limit: …", path=path)
        if state.escalate and state.then:
            hint = "Drop one of the two."
            what = f'the clock leaves "{key}" as its time is up, so nobody above would hear.'
            yield Fault("escalate-beside-then", what, hint, path=path)
        for number, one in enumerate(state.escalate):
            yield from one_unknown(one.to, case.known.roles, "role", (*path, number, "to"))
            yield from unknown(one.at, case.known.unit_kinds, "unit kind", (*path, number, "at"))


def questions_named(case: Case) -> Iterator[Fault]:
    """Questions that moves name; roles that decide; a question that nobody asks, or nobody could answer."""
    for key, move in case.flow.moves.items():
        for word in ("asks", "grants", "refuses"):
            name = getattr(move, word)
            if name:
                path = case.at("flow", "moves", key, word)
                yield from one_unknown(name, case.flow.questions, "question", path)
    for key, question in case.flow.questions.items():
        path = case.at("flow", "questions", key)
        if question.role:
            yield from one_unknown(question.role, case.known.roles, "role", (*path, "role"))
        elif question.to == "above":
            yield Fault("question-without-role", f'nobody above decides "{key}".', "Say role: …", path=path)
        yield from _ways(case, key, path)


def _ways(case: Case, question: str, path: Path) -> Iterator[Fault]:
    moves = case.flow.moves.values()
    for word in ("asks", "grants", "refuses"):
        if not any(getattr(move, word) == question for move in moves):
            hint = f"Add a move with {word}: {question}."
            yield Fault("question-without-move", f'no move {word} "{question}".', hint, path=path)


def asking_moves(case: Case) -> Iterator[Fault]:
    """Who asks leaves the matter as it stands; who decides is not the clock."""
    for key, move in case.flow.moves.items():
        path = case.at("flow", "moves", key)
        if move.asks and (move.to != STAYS or move.hands_to != "stays"):
            hint = "Say to: stays, and leave out hands_to."
            yield Fault("asking-moves-on", f'"{key}" asks and moves the matter on.', hint, path=path)
        if move.decides and move.asks:
            yield Fault("asks-and-decides", f'"{key}" asks and decides.', "Make two moves of it.", path=path)
        for word in ("other_than", "only_after"):
            yield from unknown(getattr(move, word), case.flow.moves, "move", (*path, word))
        yield from unknown(move.ask.must, move.ask.fields, "field", (*path, "ask", "must"))
        yield from _narrowings(case, move, move.ask.only, (*path, "ask", "only"))
        yield from _narrowings(case, move, move.alone, (*path, "alone"))


def _narrowings(case: Case, move: Move, named: Mapping[str, tuple[str, ...]], path: Path) -> Iterator[Fault]:
    """Options that a move names, to leave to choose or to go by: of a choice field that it asks."""
    for field, options in named.items():
        choices = {key for key in move.ask.fields if isinstance(case.kind.fields.get(key), ChoiceField)}
        yield from one_unknown(field, choices, "field", (*path, field))
        spec = case.kind.fields.get(field)
        if isinstance(spec, ChoiceField):
            yield from unknown(options, spec.options, "option", (*path, field))


def asked_later(case: Case) -> Iterator[Fault]:
    """Days after closing run from ends alone; what an answer suggests is one of the moves."""
    for key, move in case.flow.moves.items():
        path = case.at("flow", "moves", key)
        open_ = [one for one in move.from_ if one in case.flow.states and not case.flow.states[one].end]
        if move.after_days and open_:
            what = f'"{open_[0]}" is not an end, so no days run there.'
            hint = "Name end states in from:, or drop after_days:."
            yield Fault("after-days-while-open", what, hint, path=(*path, "after_days"))
        if move.after_days and move.within_days and move.after_days >= move.within_days:
            hint = "Let within_days: be the larger."
            yield Fault(
                "never-in-time", f'"{key}" is over before it begins.', hint, path=(*path, "within_days")
            )
        yield from _suggested(case, move, (*path, "suggests"))


def _suggested(case: Case, move: Move, path: Path) -> Iterator[Fault]:
    for field, answers in move.suggests.items():
        yield from one_unknown(field, move.ask.fields, "field", (*path, field))
        spec = case.kind.fields.get(field)
        if isinstance(spec, ChoiceField):
            yield from unknown(answers, spec.options, "option", (*path, field))
        for answer, suggested in answers.items():
            yield from one_unknown(suggested, case.flow.moves, "move", (*path, field, answer))


def left_states(case: Case) -> Iterator[Fault]:
    """States that an entry is written on leaving."""
    for key, move in case.flow.moves.items():
        for number, write in enumerate(move.writes):
            path = case.at("flow", "moves", key, "writes", number, "leaving")
            yield from unknown(write.leaving, move.from_, "state", path)


def stopped_clocks(case: Case) -> Iterator[Fault]:
    """A pause has a reason from a list, asked of who asks for it, or of who makes it at once."""
    for key, move in case.flow.moves.items():
        if move.clock and move.clock.stops_for and not _reasoned(case, move):
            hint = "Let the asking move ask for a field of choices under ask: {fields: […], must: […]}."
            path = case.at("flow", "moves", key, "clock")
            yield Fault(
                "pause-without-reasons", f'"{key}" stops the clock without a reason.', hint, path=path
            )


def _reasoned(case: Case, move: Move) -> bool:
    asking = [one for one in case.flow.moves.values() if one.asks and one.asks == move.grants] or [move]
    return all(any(_is_choice(case, field) for field in one.ask.must) for one in asking)


def _is_choice(case: Case, field: str) -> bool:
    return isinstance(case.kind.fields.get(field), ChoiceField)


TIMELY: tuple[Callable[[Case], Iterator[Fault]], ...] = (
    limits_named,
    beyond_rules,
    hidden_limits,
    warnings,
    levels,
    questions_named,
    asking_moves,
    asked_later,
    left_states,
    stopped_clocks,
)
