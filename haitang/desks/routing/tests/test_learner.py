"""From labelled messages to chances, words that decided, and bytes that hold it all."""

import io
import json

import numpy as np
import pytest

from haitang.desks.routing.learner.grams import Grams, clean, words_in
from haitang.desks.routing.learner.model import Message, Model, _stretches, load
from haitang.desks.routing.learner.scores import confusion, score, sure_above
from haitang.desks.routing.learner.training import Learned, learn
from haitang.desks.routing.learner.words import WordCounts
from haitang.desks.routing.tests.messages import SAID, many, message


@pytest.fixture(scope="module")
def learned() -> Learned:
    return learn(*many(30))


def test_words_and_punctuation_are_read_as_one_text():
    assert clean("路灯 不亮,ＡＢ１２！") == clean("路灯不亮 AB12") == "路灯不亮ab12"


def test_runs_are_counted_within_a_text_and_weighed_to_length_one():
    grams = Grams.learn(["灯不亮", "灯不亮", "水不来", "水不来"], longest=2, reach=10)
    rows = grams.matrix(["灯不亮", "亮灯", "来x灯", ""])
    assert [row.nnz for row in rows] == [5, 2, 2, 0]
    lengths = np.sqrt(rows.multiply(rows).sum(axis=1)).round(6).ravel().tolist()
    assert lengths == [1.0, 1.0, 1.0, 0.0]


def test_a_message_never_seen_is_told_apart(learned: Learned):
    for label in SAID:
        (guess,) = learned.model.best([message(label, 900)])
        assert guess.label == label
        assert guess.chance > 0.8


def test_chances_sum_to_one_and_what_is_not_understood_has_the_usual_ones(learned: Learned):
    chances = learned.model.chances([message("lamps", 1), Message("", ""), Message("咨询", "Good day")])
    assert chances.sum(axis=1) == pytest.approx([1, 1, 1], abs=1e-5)
    assert chances[1:].tolist() == [[0.25] * 4] * 2


def test_the_words_that_decided_stand_in_the_message(learned: Learned):
    asked = Message("东门路灯不亮", "晚上没有灯，孩子看不见路。")
    reasons = learned.model.reasons(asked, "lamps")
    assert "灯" in reasons[0].words
    assert all(reason.words in clean(asked.title + asked.body) for reason in reasons)
    weights = [reason.weight for reason in reasons]
    assert weights == sorted(weights, reverse=True)
    assert min(weights) > 0


def test_the_words_that_decided_run_over_no_mark_and_are_not_cut_after_so_many_letters(learned: Learned):
    asked = Message("东门路灯不亮", "晚上没有灯，孩子看不见路。")
    pieces = words_in(asked.title) + words_in(asked.body)
    reasons = learned.model.reasons(asked, "lamps")
    assert all(any(one.words in piece for piece in pieces) for one in reasons)


def test_the_words_that_decided_are_the_same_for_many_at_once_as_for_each_alone(learned: Learned):
    model = learned.model
    odd = [Message("", ""), Message("，。", "!"), Message("zq", ""), Message("路灯", "路灯路灯 不亮 lamp 1")]
    asked = [*(message(label, seed) for label in SAID for seed in (901, 902)), *odd]
    labels = [model.labels[place % len(model.labels)] for place in range(len(asked))]
    told = model.reasons_of(asked, labels)
    assert sum(map(bool, told)) >= len(SAID)
    for one, label, reasons in zip(asked, labels, told, strict=True):
        alone = model.reasons(one, label)
        assert [reason.words for reason in reasons] == [reason.words for reason in alone]
        assert [reason.weight for reason in reasons] == pytest.approx([reason.weight for reason in alone])
    assert model.reasons_of([], []) == []


def test_a_stretch_ends_at_marks_a_word_in_letters_is_whole_and_a_long_one_is_parted_where_it_says_least():
    shares = [1.0] * 9 + [0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 1.0] + [1.0] * 7 + [0.4] + [1.0] * 8
    pieces = ["有工人反映工资拖欠", "无工地", "lamp", "一二三四五六七八九十甲乙丙丁戊己"]
    found = [one.words for one in _stretches(pieces, np.array(shares))]
    assert found == ["有工人反映工资拖欠", "工地", "lamp", "一二三四五六七", "八九十甲乙丙丁戊己"]


def test_what_was_learned_is_bytes_that_read_back_the_same(learned: Learned):
    again: Model = load(learned.model.dump())
    asked = [message(label, 901) for label in SAID]
    assert again.labels == learned.model.labels
    assert again.chances(asked) == pytest.approx(learned.model.chances(asked), abs=0.01)


def test_bytes_of_another_format_are_refused(learned: Learned, monkeypatch: pytest.MonkeyPatch):
    stored = learned.model.dump()
    monkeypatch.setattr("haitang.desks.routing.learner.model.FORMAT", 99)
    with pytest.raises(ValueError, match="format 2, not 99"):
        load(stored)


@pytest.mark.slow(reason="learns twice")
def test_the_same_messages_teach_the_same(learned: Learned):
    again = learn(*many(30))
    asked = [message("noise", 902)]
    assert (again.model.chances(asked) == learned.model.chances(asked)).all()


def test_two_labels_are_enough_and_one_is_not():
    messages, labels = many(8)
    two = [place for place, label in enumerate(labels) if label in ("lamps", "noise")]
    learned = learn([messages[place] for place in two], [labels[place] for place in two])
    assert learned.model.best([message("noise", 903)])[0].label == "noise"
    with pytest.raises(ValueError, match="at least two labels"):
        learn(messages[:8], labels[:8])


def test_scores_are_what_a_pencil_gives():
    chances = np.array([[0.9, 0.1], [0.8, 0.2], [0.3, 0.7], [0.4, 0.6]])
    truth = np.array([0, 0, 1, 0])
    found = score(chances, truth, sure=chances.max(axis=1) > 0.75)
    assert found.accuracy == 0.75
    assert found.macro_f1 == pytest.approx((0.8 + 2 / 3) / 2)
    assert found.ece == pytest.approx((0.1 + 0.2 + 0.3 + 0.6) / 4)
    assert (found.coverage, found.sure_coverage, found.sure_precision) == (0.75, 0.5, 1.0)
    assert confusion(chances.argmax(axis=1), truth, labels=2).tolist() == [[2, 1], [0, 1]]


def test_what_is_sure_is_not_so_by_luck():
    """The more were seen, the nearer the threshold comes to where 98 in 100 were right."""

    def threshold(messages: int) -> float:
        surest = np.linspace(1, 0.5, messages)
        wrong = np.arange(messages) >= messages * 0.9
        return sure_above(np.stack([surest, 1 - surest], axis=1), wrong.astype(int))

    few, some, many = threshold(100), threshold(1_000), threshold(10_000)
    assert few > 1
    edge = 1 - 0.5 * 0.9 / 0.98  # by so far the mistakes, which all stand last, make up two in 100
    assert edge < many < some < edge + 0.02


def test_words_and_pairs_of_words_are_counted_within_a_text():
    texts = ["路灯 不 亮", "路灯 不 亮", "亮 路灯", ""]
    words = WordCounts.learn(texts, reach=100, most=10)
    assert [row.nnz for row in words.matrix(texts)] == [5, 5, 2, 0]
    asked = ["新 路灯 不", "亮"]
    runs = words.places(asked)
    assert len(set(runs.columns.tolist())) == 4
    spans = zip(runs.starts, runs.lengths, strict=True)
    assert ["".join(asked)[start : start + length] for start, length in spans] == [
        "路灯",
        "不",
        "亮",
        "路灯 不",
    ]
    assert runs.texts.tolist() == [0, 0, 1, 0]


def test_what_was_learned_before_words_were_read_still_speaks(learned: Learned):
    model = learned.model
    (last, end), asked = model.columns.bounds()[-1], [message("noise", 905)]
    with np.load(io.BytesIO(model.dump())) as now:
        old = {name: now[name] for name in now.files if not name.startswith("words")}
    old["labels"] = np.frombuffer(json.dumps([1, *model.labels]).encode(), dtype=np.uint8)
    old["slopes"] = old["slopes"][:last]
    file = io.BytesIO()
    np.savez(file, **old)
    assert (end - last, load(file.getvalue()).best(asked)[0].label) == (end - last, "noise")


def test_where_even_the_surest_is_wrong_nothing_is_sure():
    chances = np.array([[0.9, 0.1], [0.8, 0.2]])
    truth = np.array([1, 0])
    assert sure_above(chances, truth) > 1
    assert score(chances, truth, sure=chances.max(axis=1) > 1).coverage == 0


def test_with_messages_enough_the_judge_weighs_every_score():
    messages, labels = many(120)
    two = [place for place, label in enumerate(labels) if label in ("school", "rubbish")]
    learned = learn([messages[place] for place in two], [labels[place] for place in two])
    for label in ("school", "rubbish"):
        (guess,) = learned.model.best([message(label, 904)])
        assert guess.label == label
        assert guess.chance > 0.9
