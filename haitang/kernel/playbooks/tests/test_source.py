"""Bad input: every fault says where and what to do; nothing is guessed."""

import pytest

from haitang.kernel.playbooks.loading import read
from haitang.kernel.playbooks.source import MAX_BYTES, read_source
from haitang.lib.diagnostics import Position


def faults(text: str | bytes) -> list[str]:
    raw = text.encode() if isinstance(text, str) else text
    return [str(fault) for fault in read_source(raw, "f.yaml")[1]]


def data(text: str):
    tree, found = read_source(text.encode(), "f.yaml")
    assert found == []
    return tree.data


def test_every_tab_in_the_indentation_is_named():
    assert faults("a:\n\tb: 1\n\tc: 2\n") == [
        "f.yaml:2:1: error[tab]: a tab stands in the indentation. Use two spaces a step.",
        "f.yaml:3:1: error[tab]: a tab stands in the indentation. Use two spaces a step.",
    ]


def test_a_key_said_twice_is_refused_and_both_places_are_named():
    assert faults("a: 1\nb: 2\na: 3\n") == [
        'f.yaml:3:1: error[said-twice]: "a" is said twice; first at f.yaml:1:1. Keep one of them.'
    ]


def test_all_faults_of_a_file_come_at_once():
    assert [fault.split(":")[1] for fault in faults("a: {x: 1, x: 2}\nb: 2\na: 3\n")] == ["1", "3"]


def test_no_and_its_like_stay_words():
    assert data("no: yes\non: off\n12:30 : 0123\ny: ~\n") == {
        "no": "yes",
        "on": "off",
        "12:30": 123,
        "y": None,
    }


def test_a_day_and_a_time_stay_text():
    assert data("a: 2026-10-01\nb: 12:30\nc: '123'\nd: 1e3\ne: .5\n") == {
        "a": "2026-10-01",
        "b": "12:30",
        "c": "123",
        "d": 1000.0,
        "e": 0.5,
    }


def test_gbk_is_recognised():
    assert faults("a: 常熟\n".encode("gbk")) == [
        "f.yaml:1:4: error[not-utf8]: byte 0xb3 is not UTF-8. It looks like GBK: save it as UTF-8."
    ]


def test_a_byte_order_mark_is_no_fault():
    assert read_source(b"\xef\xbb\xbfa: 1\n", "f.yaml")[0].data == {"a": 1}


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "~\n"])
def test_an_empty_file_says_so(text):
    assert [fault.split("[")[1].split("]")[0] for fault in faults(text)] == ["empty-file"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- a\n- b\n", "not-a-mapping"),
        ("just words\n", "not-a-mapping"),
        ("a: 1\n---\nb: 2\n", "two-documents"),
        ("? [a]\n: 1\n", "key-not-a-word"),
        ("a: *b\n", "unknown-anchor"),
        ("a: [1, 2\n", "not-yaml"),
        ("a: 'open\n", "not-yaml"),
        ("a: \x07\n", "not-yaml"),
        ("a: b: c\n", "not-yaml"),
        ("{a: " * 60 + "1" + "}" * 60, "too-deep"),
        ("a: " + "[" * 5000, "too-deep"),
        ("a: &a [*a]\n", "unknown-anchor"),
    ],
)
def test_what_is_not_a_playbook_is_refused_with_its_code(text, code):
    assert [fault.split("[")[1].split("]")[0] for fault in faults(text)] == [code]


def test_a_bomb_of_references_does_not_go_off():
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "error[too-many]" in faults("\n".join(levels))[0]


def test_a_file_too_large_to_be_written_by_hand_is_not_read():
    assert "error[file-too-large]" in faults(b"a" * (MAX_BYTES + 1))[0]


def test_every_word_knows_its_line_and_column():
    tree, _ = read_source("a:\n  b: [x, {c: 走访}]\n".encode(), "f.yaml")
    assert tree.place(("a", "b")) == Position("f.yaml", 2, 3)
    assert tree.place(("a", "b", 1, "c")) == Position("f.yaml", 2, 14)
    assert tree.place(("a", "b", 1, "c"), at_key=True) == Position("f.yaml", 2, 11)
    assert tree.place(("a", "b", 9)) == Position("f.yaml", 2, 3)


def test_a_folder_without_files_says_so(tmp_path):
    (tmp_path / "x.yml").write_text("a: 1")
    assert [fault.hint for fault in read(tmp_path).faults] == ["Rename its .yml files to .yaml."]
    assert [fault.code for fault in read(tmp_path / "gone").faults] == ["no-folder"]
