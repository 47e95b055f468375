"""Files of a folder are one text; playbooks extend playbooks; a wrong word gets the nearest right one."""

import pytest

from haitang.kernel.playbooks.api import HeaderSection, load
from haitang.kernel.playbooks.loading import read
from haitang.kernel.playbooks.tests.words import DeedsSection
from haitang.lib.diagnostics import Faults

HEAD = "haitang: 1\nplaybook: county\ntitle: {zh: 县, en: County}\n"
pytestmark = pytest.mark.usefixtures("deeds")


def found(folder) -> list[str]:
    return [str(fault).replace(f"{folder.parent}/", "") for fault in read(folder).faults]


def test_all_files_of_a_folder_are_one_text(write):
    folder = write(
        "county",
        main=HEAD + "deeds: {visit: {label: {zh: 走, en: V}}}\n",
        more="deeds: {talk: {label: {zh: 谈, en: T}}, visit: {who: [clerk]}}\n",
    )
    house = load(folder)
    assert list(house.section(DeedsSection).deeds) == ["visit", "talk"]
    assert house.section(DeedsSection).deeds["visit"].who == ("clerk",)
    assert house.section(HeaderSection).title.en == "County"


def test_two_files_that_say_the_same_word_clash(write):
    folder = write("county", a=HEAD, b="title: {zh: 县, en: County}\n")
    assert found(folder) == [
        (
            'county/b.yaml:1:9: error[said-in-two-files]: "zh" is said here and at county/a.yaml:3:9. '
            "Keep it in one file."
        ),
        (
            'county/b.yaml:1:16: error[said-in-two-files]: "en" is said here and at county/a.yaml:3:16. '
            "Keep it in one file."
        ),
    ]


def test_every_fault_of_every_file_comes_at_once_with_place_and_hint(write):
    folder = write(
        "county",
        a=HEAD + "dees: {}\nextends: national\n",
        b="deeds:\n  visit: {lable: {zh: 走, en: V}}\n  talk: {label: 谈}\n",
        c="deeds:\n  fair: {label: {zh: 集, en: 7}, fields: {x: {kind: chioce, label: {zh: 一, en: O}}}}\n",
    )
    assert sorted(found(folder)) == [
        'county/a.yaml:4:1: error[unknown-word]: unknown word "dees". Did you mean "deeds"?',
        "county/a.yaml:5:10: error[wrong-shape]: a list is wanted here, not a text. Write it as [one, two].",
        'county/b.yaml:2:11: error[unknown-word]: unknown word "lable". Did you mean "label"?',
        'county/b.yaml:2:3: error[missing-word]: "label" of "visit" is missing. Add label: …',
        (
            "county/b.yaml:3:17: error[wrong-shape]: a mapping of words is wanted here, not a text. "
            "Write both languages: {zh: …, en: …}."
        ),
        (
            "county/c.yaml:2:29: error[wrong-shape]: a text is wanted here, not the number 7. "
            'Put it in quotes: "7".'
        ),
        'county/c.yaml:2:42: error[unknown-choice]: unknown kind "chioce". Did you mean "choice"?',
    ]


def test_a_word_that_loses_its_only_part_is_told_of_among_the_others(write):
    text = HEAD + "holds_for: {unit: 320999}\n"
    faults = found(write("county", a=text + "deeds:\n  visit: {label: {zh: 走, en: V}, after: vist}\n"))
    assert [("320999" in fault, "vist" in fault) for fault in faults] == [(True, False), (False, True)]


def test_a_dangling_name_points_at_its_value(write):
    folder = write("county", a=HEAD + "deeds:\n  visit: {label: {zh: 走, en: V}, after: vist}\n")
    assert found(folder) == [
        'county/a.yaml:5:41: error[unknown-deed]: unknown deed "vist". Did you mean "visit"?'
    ]


def test_a_comma_that_ends_a_text_in_braces_is_explained(write):
    folder = write("county", a=HEAD + "deeds:\n  visit: {label: {zh: 走, 访, en: V}}\n")
    assert found(folder)[0].endswith("A comma ends a text in braces: put the text in quotes.")


def test_what_is_extended_lies_beneath_and_is_added_to(write):
    write("national", a="playbook: national\ndeeds: {visit: {label: {zh: 走, en: V}, who: [clerk]}}\n")
    folder = write("county", a=HEAD + "extends: [national]\ndeeds: {visit: {who: [clerk, agent]}}\n")
    house = load(folder)
    assert house.name == "county"
    assert house.section(DeedsSection).deeds["visit"].who == ("clerk", "agent")


def test_what_is_extended_is_found_in_the_registry(write, tmp_path):
    (tmp_path / "shipped").mkdir()
    write("shipped/national", a="playbook: national\ndeeds: {visit: {label: {zh: 走, en: V}}}\n")
    folder = write("county", a=HEAD + "extends: [national]\n")
    assert list(load(folder, [tmp_path / "shipped"]).section(DeedsSection).deeds) == ["visit"]
    with pytest.raises(Faults):
        load(folder)


def test_saying_again_what_is_said_above_is_refused(write):
    write("national", a="playbook: national\ndeeds: {visit: {label: {zh: 走, en: V}}}\n")
    folder = write("county", a=HEAD + "extends: [national]\ndeeds: {visit: {label: {zh: 走, en: Mine}}}\n")
    assert found(folder) == [
        (
            'county/a.yaml:5:32: error[redefined]: "en" is said above already, at national/a.yaml:2:32. '
            "A playbook adds to those it extends and does not say theirs again: "
            "take it out, or give yours another key."
        )
    ]


def test_a_playbook_extended_by_two_ways_is_read_once(write):
    write("a", a="playbook: a\ndeeds: {visit: {label: {zh: 走, en: V}}}\n")
    write("b", a="playbook: b\nextends: [a]\n")
    write("c", a="playbook: c\nextends: [a]\n")
    folder = write("county", a=HEAD + "extends: [b, c]\n")
    assert [layer.name for layer in read(folder).layers] == ["a", "b", "c", "county"]


def test_a_cycle_is_named(write):
    write("a", a="playbook: a\nextends: [b]\n")
    write("b", a="playbook: b\nextends: [county]\n")
    folder = write("county", a=HEAD + "extends: [a]\n")
    assert found(folder) == [
        (
            "b/a.yaml:2:11: error[extends-cycle]: the playbooks extend one another in a circle: "
            "county → a → b → county. Break it at one of them."
        )
    ]


def test_a_playbook_that_extends_itself_is_a_cycle(write):
    folder = write("county", a=HEAD + "extends: [county]\n")
    assert [fault.code for fault in read(folder).faults] == ["extends-cycle"]


def test_an_unknown_playbook_is_refused_with_the_nearest(write):
    write("national", a="playbook: national\n")
    folder = write("county", a=HEAD + "extends: [natoinal]\n")
    assert found(folder) == [
        (
            'county/a.yaml:4:11: error[unknown-playbook]: there is no playbook "natoinal". '
            'Did you mean "national"?'
        )
    ]


def test_another_language_version_is_a_clear_fault(write):
    folder = write("county", a=HEAD.replace("haitang: 1", "haitang: 2"))
    assert found(folder) == [
        (
            "county/a.yaml:1:10: error[unknown-language]: this house speaks version 1 of the language, "
            "the file says 2. Update Haitang."
        )
    ]


@pytest.mark.parametrize("key", ["Visit", "入户", "a-b", "1st", "x" * 51])
def test_a_key_is_plain(write, key):
    folder = write("county", a=HEAD + f'deeds: {{"{key}": {{label: {{zh: 走, en: V}}}}}}\n')
    assert [fault.code for fault in read(folder).faults] == ["bad-key"]


def test_the_seventh_counted_choice_is_refused_in_words(write):
    choice = "{kind: choice, count: true, label: {zh: 一, en: O}, options: {a: {zh: 甲, en: A}}}"
    fields = ", ".join(f"c{n}: {choice}" for n in range(7))
    folder = write(
        "county", a=HEAD + f"deeds: {{visit: {{label: {{zh: 走, en: V}}, fields: {{{fields}}}}}}}\n"
    )
    assert [(fault.what, fault.hint) for fault in read(folder).faults] == [
        (
            "visit counts 7 choices; 6 is the limit.",
            "Leave c6 uncounted, or split the kind. A slot is given once and for ever.",
        )
    ]


def test_no_may_be_a_key(write):
    folder = write("county", a=HEAD + "deeds: {no: {label: {zh: 否, en: No}}}\n")
    assert list(load(folder).section(DeedsSection).deeds) == ["no"]


def test_what_the_sample_is_grown_from_is_carried_and_not_read(write):
    folder = write("county", a=HEAD + "sample: {people: 10, any: [thing]}\n")
    assert read(folder).faults == []
