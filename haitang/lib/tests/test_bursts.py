from dataclasses import replace
from datetime import timedelta

from haitang.lib.bursts import Burst, Message, find_bursts
from haitang.lib.tests.complaints import START, daily, fee, plant, said


def keys(burst: Burst) -> set[str]:
    return set(burst.keys)


def elsewhere(message: Message) -> Message:
    there = {name: getattr(message, name).replace("蘅芜雅苑", "芦花名邸") for name in ("title", "body")}
    return replace(message, **there)


def test_each_burst_is_one_group_with_all_its_messages_and_no_stranger() -> None:
    messages = [*daily(), *plant(), *fee()]
    first, second = find_bursts(messages)[:2]
    assert keys(first) == {message.key for message in plant()}
    assert keys(second) == {message.key for message in fee()}
    assert first.heat.value > second.heat.value


def test_a_burst_says_where_when_and_in_which_words() -> None:
    burst = find_bursts([*daily(), *plant()])[0]
    assert burst.place == "蘅芜雅苑"
    assert (burst.since, burst.until) == (START + timedelta(days=20), START + timedelta(days=31))
    assert any("沥青" in word for word in burst.words)
    assert "沥青厂" in burst.title


def test_one_person_who_writes_twelve_times_is_no_burst() -> None:
    one = [replace(message, person="a") for message in plant()]
    assert not [burst for burst in find_bursts([*daily(), *one]) if "plant0" in burst.keys]


def test_people_are_counted_and_their_codes_never_told() -> None:
    twice = [*plant(), *(replace(message, key=f"again-{message.key}") for message in plant()[:3])]
    burst = find_bursts([*daily(), *twice])[0]
    assert (burst.heat.people, burst.heat.messages) == (12, 15)
    assert not {"a0", "a1"} & set(repr(burst).replace("'", " ").replace(",", " ").split())


def test_a_window_forgets_what_was_said_outside_it() -> None:
    messages = [*daily(), *plant(), *fee()]
    window = find_bursts(messages, since=START + timedelta(days=55), until=START + timedelta(days=84))
    assert keys(window[0]) == {message.key for message in fee()}
    assert not any(key.startswith("plant") for burst in window for key in burst.keys)


def test_a_long_silence_parts_an_old_burst_from_a_new_one() -> None:
    old = [
        replace(message, key=f"old-{message.key}", person=f"old-{message.person}") for message in plant(5, 20)
    ]
    new = plant(12, 200)
    burst = find_bursts([*daily(), *old, *new])[0]
    assert keys(burst) == {message.key for message in new}


def test_what_one_estate_suffers_of_all_kinds_is_cooler_than_one_thing_it_suffers() -> None:
    mixed = [
        said(f"mixed{n}", f"c{n}", 20 + n, f"蘅芜雅苑{words}", f"蘅芜雅苑:{words},请尽快处理")
        for n, words in enumerate(
            (
                "电梯困人",
                "幼儿园招生",
                "地下车库积水",
                "门禁失灵",
                "快递柜占道",
                "树木遮光",
                "供暖不足",
                "楼道堆物",
            )
        )
    ]
    ranked = find_bursts([*daily(), *mixed, *(elsewhere(message) for message in plant(8))])
    assert ranked[0].place == "芦花名邸"
    others = [burst for burst in ranked if any(key.startswith("mixed") for key in burst.keys)]
    assert all(burst.heat.agreement < ranked[0].heat.agreement for burst in others)


def test_nothing_is_hot_where_nobody_says_the_same() -> None:
    assert find_bursts([]) == []
    assert find_bursts(daily()) == []
    assert find_bursts([said(str(n), str(n), n, "", "") for n in range(10)]) == []
