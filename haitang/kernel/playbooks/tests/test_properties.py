"""What holds for every playbook, not only for those we thought of."""

from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from haitang.kernel.playbooks.api import apply, compiled, holding, plan
from haitang.kernel.playbooks.loading import read
from haitang.kernel.playbooks.source import read_source
from haitang.kernel.playbooks.writing import to_yaml
from haitang.kernel.registry.api import SYSTEM, open_region
from haitang.kernel.registry.models import Unit

pytestmark = [
    pytest.mark.usefixtures("deeds"),
    pytest.mark.django_db,
    pytest.mark.slow,  # each walks through dozens of whole playbooks
]
relaxed = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
_numbers = count(1)

#: Whatever a person may type: words that other readers of YAML misread come first.
said = st.one_of(
    st.sampled_from(
        ["no", "12:30", "0123", "true", "~", "a: b", "- x", "# no", "1e3", ".5", "走访", "{}", "\n"]
    ),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=12),
)
texts = st.fixed_dictionaries({"zh": said, "en": said})
keys = st.sampled_from(["visit", "talk", "fair", "no", "on", "null", "y", "x1"])
counted = st.booleans()
fields = st.one_of(
    st.fixed_dictionaries({"kind": st.just("text"), "label": texts}, optional={"lines": st.integers(1, 5)}),
    st.fixed_dictionaries(
        {"kind": st.sampled_from(["number", "flag", "day"]), "label": texts, "count": counted}
    ),
    st.fixed_dictionaries(
        {
            "kind": st.just("choice"),
            "label": texts,
            "count": counted,
            "options": st.dictionaries(keys, texts, min_size=1, max_size=3),
        }
    ),
)
deeds = st.fixed_dictionaries(
    {"label": texts},
    optional={
        "fields": st.dictionaries(keys, fields, max_size=4),
        "who": st.lists(keys, max_size=2, unique=True),
        "after": keys,
    },
)
playbooks = st.builds(
    lambda declared: {"haitang": 1, "playbook": "any", "deeds": declared},
    st.dictionaries(keys, deeds, max_size=4),
)


def folder_of(text: dict, into: str) -> Path:
    folder = Path(into) / "any"
    folder.mkdir(exist_ok=True)
    (folder / "all.yaml").write_text(to_yaml(text), encoding="utf-8")
    return folder


def clean(text: dict) -> bool:
    with TemporaryDirectory() as place:
        return not read(folder_of(text, place)).faults


def new_county() -> Unit:
    number = next(_numbers)
    return Unit.objects.get(region=open_region(f"r{number}", code=f"9{number:05}", name="县", actor=None))


def applied(text: dict, at: Unit):
    with TemporaryDirectory() as place:
        made = plan(folder_of(text, place), at=at)
        assert made.refusals == []
        return apply(made, actor=SYSTEM(at.region_id))


@relaxed
@given(playbooks)
def test_a_text_written_out_reads_as_itself(text):
    tree, faults = read_source(to_yaml(text).encode(), "f.yaml")
    assert (tree.data, faults) == (text, [])
    assert list(tree.data["deeds"]) == list(text["deeds"])
    assert to_yaml(tree.data) == to_yaml(text)


@relaxed
@given(playbooks.filter(clean))
def test_what_checks_applies_and_the_same_again_is_nothing(text):
    at = new_county()
    applied(text, at)
    with TemporaryDirectory() as place:
        again = plan(folder_of(text, place), at=at)
    assert (list(again.changes), list(again.effects), again.is_empty) == ([], [], True)


@relaxed
@given(playbooks.filter(clean))
def test_the_applied_house_is_the_house_of_the_files(text):
    at = new_county()
    applied(text, at)
    with TemporaryDirectory() as place:
        assert holding(at).sections == read(folder_of(text, place)).house.sections


@relaxed
@given(playbooks.filter(clean), playbooks.filter(clean))
def test_records_of_an_old_version_are_read_by_it_after_any_change(before, after):
    at = new_county()
    first = applied(before, at)
    then = compiled(first.pk)
    with TemporaryDirectory() as place:
        made = plan(folder_of(after, place), at=at)
        if not made.refusals:
            apply(made, actor=SYSTEM(at.region_id))
    now = compiled(first.pk)
    assert (now.sections, now.ids, now.slots) == (then.sections, then.ids, then.slots)
    kept = set(holding(at).ids) & set(then.ids)
    assert {path: holding(at).ids[path] for path in kept} == {path: then.ids[path] for path in kept}
