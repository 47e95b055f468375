"""Texts weighed together are what each is by itself; the likeness is that of the slow way."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from haitang.lib.likeness import weigh
from haitang.lib.sayings import Sayings, weighed

TEXT = st.text(alphabet="路灯不亮修好Aİb12,。\n 🌸", max_size=30)
SAID = st.lists(st.tuples(TEXT, TEXT), max_size=6)


@given(SAID)
def test_many_weighed_together_are_each_what_it_is_alone(said: list[tuple[str, str]]):
    together = weighed(said)
    assert len(together) == len(said)
    for one, text in zip(together, said, strict=True):
        (alone,) = weighed([text])
        assert one.columns.tolist() == alone.columns.tolist()
        assert np.allclose(one.weights, alone.weights)


def test_nothing_weighs_nothing():
    assert weighed([]) == []
    assert weighed([("", "，。")])[0].columns.tolist() == []


def test_the_likeness_is_that_of_all_texts_compared_at_once():
    told = [
        ("路灯不亮", "东门的路灯坏了两天"),
        ("路灯坏了", "东门口路灯不亮，看不见"),
        ("井盖松动", "走过去咣当响"),
    ]
    rows = weigh(*zip(*told, strict=True))
    held = Sayings(list(enumerate(weighed(told))))
    found = dict(held.like(weighed([told[0]])[0], least=0.01, but=0, most=9))
    assert found.keys() == {1}
    # Held are also the runs that one text alone has: they make it less like the others, here and there alike.
    assert abs(found[1] - float((rows[0] @ rows[1].T).todense()[0, 0])) < 0.02
