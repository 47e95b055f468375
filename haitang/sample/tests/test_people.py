from collections import Counter
from datetime import date
from itertools import islice

import pytest

from haitang.kernel.registry.numbers import clean_phone
from haitang.sample.declare import MeanAge, Names
from haitang.sample.lots import lots
from haitang.sample.people import birth_years, birthday, names, nudged, phones

ON = date(2021, 3, 31)


def age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


@pytest.mark.parametrize("seed", range(5))
def test_the_groups_are_exact_and_the_mean_age_rounds_to_what_was_asked(seed):
    lot = lots(seed, "secretaries")
    years = birth_years(214, {"1980-1984": 33, "1985-1989": 8}, "1961-1979", lot, MeanAge(years=45, on=ON))
    ages = [age(birthday(year, lot), ON) for year in years]
    assert len(years) == 214
    assert sum(1980 <= year <= 1989 for year in years) == 41
    assert sum(year >= 1985 for year in years) == 8
    assert round(sum(ages) / len(ages)) == 45


def test_a_mean_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="wanted mean"):
        nudged([1970, 1971], 2 * 1990, (1961, 1979))


def test_names_say_that_they_are_samples_and_do_not_repeat_before_all_are_used():
    syllables = Names(surnames="王李张", middle="样例", last="安宁")
    called = list(islice(names(syllables, lots(1, "names")), 12))
    assert all(name[1] in "样例" for name in called)
    assert Counter(called).most_common(1)[0][1] == 1
    assert len(list(islice(names(syllables, lots(1, "names")), 30))) == 30


def test_the_same_seed_gives_the_same_people():
    syllables = Names(surnames="王李张", middle="样例", last="安宁")
    first, second = (list(islice(names(syllables, lots(7, "x")), 5)) for _ in range(2))
    assert first == second
    assert first != list(islice(names(syllables, lots(8, "x")), 5))


def test_phones_are_well_formed_all_different_and_nobody_s():
    some = list(islice(phones(), 1000))
    assert len(set(some)) == 1000
    assert all(clean_phone(one) == one and one.startswith("154") for one in some)
