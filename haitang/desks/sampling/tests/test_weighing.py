"""Signs that answers are not people's own, each just at its limit and just below."""

from datetime import UTC, datetime, timedelta

from haitang.desks.sampling.declare import SampleFigure, Sampling, TooUniform
from haitang.desks.sampling.weighing import GivenAnswer, large, shares, signs
from haitang.lib.text import Text

WORD = Text(zh="数", en="share")
BEGAN = datetime(2026, 11, 3, 9, tzinfo=UTC)
RULE = Sampling(
    label=WORD,
    matters="request",
    ended=("closed",),
    asked_by=("surveyor",),
    writes="sampled",
    figures={
        "content": SampleFigure(label=WORD, field="content", among=("yes",)),
        "told": SampleFigure(label=WORD, field="told", among=("yes",)),
    },
    coached="told",
    beside_rating="content",
    too_uniform=TooUniform(at_least=10, share=0.9, together=4, minutes=10),
)


def given(number: int, content: str = "yes", **more) -> GivenAnswer:
    """An answer an hour after the one before, from an address of its own."""
    answers = {"content": content, "told": more.pop("told", "no"), "nuance": more.pop("nuance", number)}
    usual = {"how": "link", "by": None, "address": str(number), "unit": 1, "rating": None}
    usual["at"] = BEGAN + timedelta(hours=number)
    return GivenAnswer(answers, **{**usual, **more})


def told(*rows: GivenAnswer) -> dict[str, tuple[int, int]]:
    return {one.sign: (one.count, one.of) for one in signs(rows, RULE)}


def test_answers_of_their_own_raise_nothing():
    assert told(*(given(number) for number in range(20))) == {}


def test_nine_in_ten_alike_raise_a_flag_and_eight_do_not():
    alike = [given(number, nuance="same") for number in range(9)]
    assert told(*alike, given(9)) == {"same": (9, 10)}
    assert told(*alike[:8], given(8), given(9)) == {}
    assert told(*alike) == {}


def test_four_from_one_address_raise_a_flag():
    same = [given(number, address="home") for number in range(4)]
    assert told(*same) == {"address": (4, 4)}
    assert told(*same[:3], given(3)) == {}


def test_four_within_ten_minutes_raise_a_flag_where_nobody_rang():
    quick = [given(number, at=BEGAN + timedelta(minutes=3 * number)) for number in range(4)]
    slow = [given(number, at=BEGAN + timedelta(minutes=4 * number)) for number in range(4)]
    rung = [one._replace(how="call", by=number) for number, one in enumerate(quick, start=1)]
    assert (told(*quick), told(*slow), told(*rung)) == ({"rush": (4, 4)}, {}, {})


def test_one_keyer_whose_answers_alone_are_alike_raises_a_flag():
    mine = [given(number, by=7, how="call", nuance="same") for number in range(5)]
    others = [given(number, by=8, how="call") for number in range(5, 10)]
    assert told(*mine, *others) == {"keyer": (5, 5)}
    assert told(*(one._replace(by=number) for number, one in enumerate(mine, start=1)), *others) == {}


def test_ratings_at_close_outside_what_the_same_people_say_now_raise_a_flag():
    # 5 of 10 say yes: 23.7 % to 76.3 %; ten of ten rated five.
    rows = [given(number, "yes" if number % 2 else "no", rating=5) for number in range(10)]
    assert told(*rows) == {"rating": (10, 10)}
    mild = [one._replace(rating=5 if number < 7 else 2) for number, one in enumerate(rows)]
    assert told(*mild) == {}


def test_one_who_was_told_what_to_say_is_enough():
    assert told(given(0, told="yes"), given(1)) == {"coached": (1, 2)}


def test_a_question_left_out_is_in_no_denominator():
    rows = [given(0), given(1, "no"), GivenAnswer({"told": "no"}, "link", None, "", BEGAN, 1, None)]
    assert [(one.hits, one.of) for one in shares(rows, RULE)] == [(1, 2), (0, 3)]


def test_units_are_shown_from_five_on_and_what_is_left_is_never_few():
    def of(*sizes: int) -> list[int]:
        rows = [given(number, unit=unit) for unit, size in enumerate(sizes, 1) for number in range(size)]
        return list(large(rows))

    assert of(5, 5) == [1, 2]
    assert of(4, 4) == []
    assert of(9, 8, 3, 2) == [1, 2]
    # Three alone would be the whole less the others: the smallest shown goes with them.
    assert of(9, 8, 3) == [1]
    assert of(9, 6, 4, 0) == [1]
    assert of(9, 2, 1) == []
