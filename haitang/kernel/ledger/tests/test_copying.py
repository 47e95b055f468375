"""A field whose kind changes is retired; the next one counts what was said, where it converts."""

from haitang.kernel.ledger.api import record, verify, void
from haitang.kernel.ledger.jobs.fill import fill_next
from haitang.kernel.ledger.models import Entry, Fact, Fill
from haitang.kernel.ledger.tests.county import PLAYBOOK, County
from haitang.kernel.ledger.tests.test_declare import codes
from haitang.kernel.playbooks.api import plan

PEOPLE = "      people: {kind: number, label: {zh: 人数, en: People}, count: true, max: 50}\n"
PAID = "      paid: {kind: money, label: {zh: 补助, en: Paid}, count: true, from: people}\n"
FITS = "      fits: {kind: flag, label: {zh: 合适, en: Fits}, count: true, from: need}\n"


def edited(old: str, new: str) -> str:
    assert old in PLAYBOOK
    return PLAYBOOK.replace(old, new)


def refused(county: County, text: str) -> list[str]:
    (county.folder / "main.yaml").write_text(text, encoding="utf-8")
    return [one.en for one in plan(county.folder, at=county.root).refusals]


def test_what_converts_is_counted_and_the_entries_stay_as_they_are(county):
    before = record(county.visit(answers={"people": 3}), actor=county.wang)
    mistaken = record(county.visit(answers={"people": 8}), actor=county.wang)
    void(mistaken, reason="记错了", actor=county.li)
    county.apply(edited(PEOPLE, PAID))
    assert Fill.objects.filter(finished_at=None).count() == 1
    since = record(county.visit(answers={"paid": "12.50"}), actor=county.wang)
    while fill_next():
        pass
    said = dict(Fact.objects.values_list("entry", "number2"))
    assert said == {before.pk: 300, since.pk: 1250}
    assert Entry.objects.get(pk=before.pk).data == before.data
    assert verify(county.region).holds
    assert plan(county.folder, at=county.root).is_empty
    county.apply(edited(PEOPLE, PAID.replace(", from: people", "")))
    assert verify(county.region).holds, "until it is filled a fact has what was copied before"
    while fill_next():
        pass
    assert dict(Fact.objects.values_list("entry", "number2")) == {before.pk: None, since.pk: 1250}
    assert verify(county.region).holds


def test_what_does_not_convert_is_not_counted(county):
    record(county.visit(answers={"need": "repair"}), actor=county.wang)
    county.apply(edited(PEOPLE, PEOPLE + FITS))
    while fill_next():
        pass
    assert list(Fact.objects.values_list("flag2", "choice1")) == [(None, "repair")]
    assert verify(county.region).holds


def test_a_copy_is_of_another_field_of_another_kind_and_of_one_there_was(county):
    assert refused(county, edited(PEOPLE, PAID)) == []
    [unknown] = refused(county, edited(PEOPLE, PAID.replace("from: people", "from: poeple")))
    assert unknown.startswith('"paid" copies from "poeple", which was never a field here.')
    heads = PEOPLE.replace("people:", "heads:").replace("max: 50", "from: people")
    [same] = refused(county, edited(PEOPLE, heads))
    assert same.endswith("Rename it with was:.")


def test_changing_the_kind_itself_is_refused_and_says_the_way(county):
    money = PEOPLE.replace("number", "money").replace("max: 50", "max_fen: 50")
    [kind] = refused(county, edited(PEOPLE, money))
    assert kind.endswith("Retire it and add another under a new key, with from: this one.")


def test_only_what_is_counted_can_be_copied(tmp_path):
    assert codes(edited(PEOPLE, PAID.replace("count: true, ", "")), tmp_path) != []
    assert codes(edited(PEOPLE, PAID), tmp_path) == []
