"""Faults of shape and of sense come together; what cannot be known yet is left unsaid."""

import pytest

from haitang.kernel.playbooks.loading import read

HEAD = "haitang: 1\nplaybook: county\ntitle: {zh: 县, en: County}\n"
LABEL = "label: {zh: 名, en: Name}"
ROLES = f"roles:\n  clerk: {{{LABEL}}}\n  agent: {{{LABEL}}}\n"
DESK = f"""
unit_kinds:
  town: {{{LABEL}}}
entries:
  visit: {{{LABEL}, who: [clerk, agent]}}
  talk: {{{LABEL}, who: [clrek], fields: {{need: {{kind: flag, {LABEL}, count: true}}}}}}
matters:
  wish:
    {LABEL}
    number: W
    at: [town, twon]
    flow:
      start: open
      states:
        open: {{{LABEL}, owner: agent}}
        done: {{{LABEL}, end: true}}
      moves:
        close: {{{LABEL}, from: [open], to: doen, by: [clerk, agent]}}
        finish: {{{LABEL}, from: [open], to: done, by: [clerk], writes: [{{entry: visit}}]}}
measures:
  visits: {{{LABEL}, count: entries, where: {{kind: visit}}, by: [town]}}
  needs: {{{LABEL}, count: entries, where: {{kind: talk, need: true}}}}
  wishes: {{{LABEL}, count: matters, where: {{kind: wish, state: done}}}}
  clerks: {{{LABEL}, count: posts, where: {{role: clerk}}}}
facts:
  - {{id: A, says: {{zh: 一, en: One}}, measure: clerks, equals: 1}}
"""


def codes(folder) -> list[str]:
    return sorted(fault.code for fault in read(folder).faults)


def test_the_text_has_these_faults_of_sense_alone(write):
    desk = DESK.replace("owner: agent", "owner: resident")
    assert codes(write("county", a=HEAD + ROLES + desk)) == [
        "owner-without-move",
        "unknown-role",
        "unknown-state",
        "unknown-unit-kind",
        "waits-for-ever",
    ]


#: An edit that spoils the shape of something → the faults that are then said.
SPOILT = {
    "a role": ("agent: {label", "agent: {lable", {"unknown-role", "unknown-unit-kind", "unknown-state"}),
    "all roles": ("roles:\n", "roles: [clerk]\nchannels:\n", {"unknown-unit-kind", "unknown-state"}),
    "a mistyped word": ("roles:", "roels:", {"unknown-unit-kind", "unknown-state"}),
    "a kind of unit": (
        "town: {label",
        "town: {lable",
        {"unknown-role", "unknown-unit-kind", "unknown-state"},
    ),
    "an entry": ("visit: {label", "visit: {lable", {"unknown-role", "unknown-unit-kind", "unknown-state"}),
    "an entry with fields": (
        "kind: flag",
        "kind: flog",
        {"unknown-role", "unknown-unit-kind", "unknown-state"},
    ),
    "a matter": ("number: W", "number: w", {"unknown-role"}),
    "a measure": ("count: posts", "count: post", {"unknown-role", "unknown-unit-kind", "unknown-state"}),
    "a fact": ("equals: 1", "equal: 1", {"unknown-role", "unknown-unit-kind", "unknown-state"}),
}
SHAPE = {"unknown-word", "missing-word", "wrong-shape", "unknown-choice", "bad-value"}


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_fault_of_shape_hides_no_sense_elsewhere_and_makes_no_false_one(write, spoilt):
    right, wrong, sense = SPOILT[spoilt]
    text = HEAD + ROLES + DESK
    assert right in text
    found = set(codes(write("county", a=text.replace(right, wrong, 1))))
    assert found & SHAPE
    assert found - SHAPE == sense


def test_one_fault_of_each_sort_is_said_with_its_place(write):
    folder = write(
        "county",
        a=HEAD + "roles:\n  clerk: {lable: {zh: 员, en: C}}\n",
        b=f"entries:\n  visit: {{{LABEL}, who: [clerk, agnet]}}\n",
    )
    said = [str(fault).replace(f"{folder.parent}/", "") for fault in read(folder).faults]
    assert [one.partition(": error")[0] for one in said] == [
        "county/a.yaml:5:3",
        "county/a.yaml:5:11",
        "county/b.yaml:2:50",
    ]


def test_a_file_that_cannot_be_read_makes_nothing_else_wrong(write):
    folder = write(
        "county",
        a=HEAD + "roles:\n\tclerk: {}\n",
        b=f"entries:\n  visit: {{{LABEL}, who: [clerk, clerk]}}\n  talk: {{who: [clerk]}}\n",
    )
    assert codes(folder) == ["role-twice", "tab"]


def test_a_playbook_that_is_not_found_makes_nothing_else_wrong(write):
    folder = write("county", a=HEAD + f"extends: [nowhere]\nentries: {{visit: {{{LABEL}, who: [clerk]}}}}\n")
    assert codes(folder) == ["unknown-playbook"]


def test_a_playbook_misspelt_hides_nothing_that_is_wrong_beside_it(write):
    write("national", a=f"playbook: national\nroles: {{clerk: {{{LABEL}}}}}\n")
    wrong = f"entries: {{visit: {{{LABEL}, who: [clerk, clrek]}}}}\n"
    right = write("county", a=HEAD + "extends: [national]\n" + wrong)
    assert codes(right) == ["unknown-role"]
    misspelt = write("county", a=HEAD + "extends: [natoinal]\n" + wrong)
    assert codes(misspelt) == ["unknown-playbook", "unknown-role"]


def test_a_misspelt_word_hides_nothing_else_in_the_same_thing(write):
    wrong = f"entries:\n  visit: {{{LABEL}, who: [agnet], quikc: true}}\n"
    assert codes(write("county", a=HEAD + ROLES + wrong)) == ["unknown-role", "unknown-word"]


def test_what_shows_only_once_a_misspelt_word_is_mended_is_said_at_once(write):
    wrong = f"entries:\n  visit: {{{LABEL}, quantity: {{mni: 5, max: 2}}, takse: film}}\n"
    assert codes(write("county", a=HEAD + wrong)) == [
        "bad-value",
        "unknown-choice",
        "unknown-word",
        "unknown-word",
    ]


#: An edit that spoils a flow's shape → what is said of the flow besides.
SPOILT_FLOW = {
    "a word": ("{to: done", "{too: done, to: done", {"flow-without-end", "state-without-owner"}),
    "a misspelt one": ("from: [open]", "form: [open]", {"flow-without-end", "state-without-owner"}),
    "a label": (
        f"done: {{{LABEL}}}",
        "done: {limit: {working_days: 1}}",
        {"flow-without-end", "state-without-owner"},
    ),
    "a value": (
        f"open: {{{LABEL}",
        f"open: {{{LABEL}, limit: soon",
        {"flow-without-end", "state-without-owner"},
    ),
    "an end": (f"open: {{{LABEL}", f"open: {{{LABEL}, end: soon", {"state-without-owner"}),
    "an owner": (
        f"open: {{{LABEL}",
        f"open: {{{LABEL}, owner: [agent]",
        {"flow-without-end", "state-without-owner"},
    ),
    "both owners": ("owner: agent", "owner: [agent]", set()),
}


@pytest.mark.parametrize("spoilt", SPOILT_FLOW)
def test_a_flow_with_a_fault_of_shape_says_its_faults_of_sense_and_no_false_ones(write, spoilt):
    flow = f"""matters:
  wish:
    {LABEL}
    number: W
    flow:
      start: open
      states:
        open: {{{LABEL}}}
        done: {{{LABEL}}}
      moves:
        close: {{to: done, {LABEL}, from: [open], by: [clerk]}}
"""
    right, wrong, sense = SPOILT_FLOW[spoilt]
    if spoilt == "both owners":
        flow = flow.replace(f"open: {{{LABEL}}}", f"open: {{{LABEL}, owner: agent}}").replace(
            f"done: {{{LABEL}}}", f"done: {{{LABEL}, end: true}}"
        )
        flow = flow.replace("by: [clerk]", "by: [agent]")
    assert right in flow
    found = set(codes(write("county", a=HEAD + ROLES + flow.replace(right, wrong, 1))))
    assert found & SHAPE
    assert found - SHAPE == sense
