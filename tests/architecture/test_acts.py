"""An act reads as a sentence: the verb, its subject first, everything else by name, and who acts."""

import ast

from tests.architecture.source import Source, code, said

#: Acts without an actor of their own, each with who stands behind them.
NOBODY = {
    "bump": "the act that calls it names its actor",
    "seal_through": "the clock; a seal says only what already stands",
    "rebuild_facts": "the clock; facts are a projection",
    "erase_contacts": "the clock, after the days the playbook gives",
    "erase_typed_numbers": "the clock, after the same days",
    "erase_again": "the clock; they were erased before",
    "erased_since": "it only reads, for who erases again",
    "tick": "the clock moves what the playbook says it moves",
    "fill_facts": "the clock; facts are a projection",
    "sort_words_in": "the clock; an index says only what already stands",
    "stamped_once": "the acts within name theirs",
    "note_news": "who made the steps, which name them",
    "count_go": "nobody has said yet who they are; an address is told apart",
}


def faults(sources: list[Source]) -> list[str]:
    """Acts that do not read so: what a part's front door offers of its actions, and all a desk's actions."""
    offered = {name for source in sources for name in offers(source)}
    return [
        f"{source.at(node)} {node.name}: {fault}"
        for source in sources
        if "actions" in source.parts[2:]
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef) and is_act(source, node.name, offered)
        for fault in faults_of(node)
    ]


def offers(source: Source) -> list[str]:
    """The names of actions that a front door (``api.py``) hands out."""
    if source.parts[-1] != "api":
        return []
    imports = [node for node in source.tree.body if isinstance(node, ast.ImportFrom)]
    return [alias.name for node in imports if "actions" in (node.module or "") for alias in node.names]


def is_act(source: Source, name: str, offered: set[str]) -> bool:
    """Whether a function is an act: the kernel's are those at its doors, the rest only help them."""
    return name in offered if "kernel" in source.parts else not name.startswith("_")


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
    door = Source("haitang/kernel/ledger/api.py", "from haitang.kernel.ledger.actions import void")

    def found(text: str) -> list[str]:
        in_desk = faults([Source("haitang/desks/requests/actions.py", text)])
        in_kernel = faults([door, Source("haitang/kernel/ledger/actions.py", text)])
        assert len(in_desk) == len(in_kernel)
        return in_kernel

    assert not found("def void(entry, *, reason, actor): ...")
    assert not found("def _helper(a, b): ...")
    assert found("def void(entry, reason, *, actor): ...")
    assert found("def void(entry, *, reason): ...")
    assert found("def void(entry, actor): ...")
    assert not faults([door, Source("haitang/kernel/ledger/actions.py", "def says_the_same(a, b): ...")])
