"""An act reads as a sentence: the verb, its subject first, everything else by name, and who acts."""

import ast

from tests.architecture.source import Source, code, said

#: Acts without an actor of their own, each with who stands behind them.
NOBODY = {
    "bump": "the act that calls it names its actor",
    "seal_through": "the clock; a seal says only what already stands",
    "rebuild_facts": "the clock; facts are a projection",
    "erase_contacts": "the clock, after the days the playbook gives",
    "tick": "the clock moves what the playbook says it moves",
    "fill_facts": "the clock; facts are a projection",
}


def faults(sources: list[Source]) -> list[str]:
    """Public functions of ``actions`` that do not read so."""
    acts = [source for source in sources if "actions" in source.parts[2:]]
    return [
        f"{source.at(node)} {node.name}: {fault}"
        for source in acts
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
        for fault in faults_of(node)
    ]


def faults_of(act: ast.FunctionDef) -> list[str]:
    """What is wrong with one act's signature."""
    found = []
    by_position = [arg.arg for arg in act.args.posonlyargs + act.args.args]
    by_name = [arg.arg for arg in act.args.kwonlyargs]
    if len(by_position) > 1:
        found.append(f"only the subject may come by position, not {', '.join(by_position[1:])}")
    if "actor" not in by_name and act.name not in NOBODY:
        found.append("no keyword-only `actor`")
    return found


def test_every_act_names_its_subject_first_and_its_actor():
    offenders = faults(code())
    assert not offenders, said(offenders)


def test_the_guard_finds_what_is_planted():
    def found(text: str) -> list[str]:
        return faults([Source("haitang/kernel/ledger/actions.py", text)])

    assert not found("def void(entry, *, reason, actor): ...")
    assert not found("def _helper(a, b): ...")
    assert found("def void(entry, reason, *, actor): ...")
    assert found("def void(entry, *, reason): ...")
    assert found("def void(entry, actor): ...")
