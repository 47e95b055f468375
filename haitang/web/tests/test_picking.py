"""People, units and files asked by a kind: picked from what one may see, uploaded in the form itself."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from haitang.kernel.ledger.api import attachments_of, entry_views
from haitang.kernel.ledger.models import Attachment, Entry
from haitang.kernel.playbooks.api import apply, plan
from haitang.kernel.registry.api import SYSTEM
from haitang.lib import clock
from haitang.lib.ids import new_id
from haitang.ui.answers import in_words
from haitang.web.tests.county import PLAYBOOK, County

ERRAND = """\
  errand:
    label: {zh: 帮办, en: Errand}
    who: [secretary]
    quick: true
    fields:
      helper: {kind: person, label: {zh: 帮手, en: Helper}}
      office: {kind: unit, label: {zh: 去哪里, en: Where to}}
      paper: {kind: file, label: {zh: 材料, en: Papers}, most: 2}
"""


@pytest.fixture
def errands(county: County, tmp_path) -> County:
    """A county whose secretaries may record errands."""
    text = PLAYBOOK.read_text(encoding="utf-8").replace("  talk:\n", f"{ERRAND}  talk:\n", 1)
    (tmp_path / "playbook.yaml").write_text(text, encoding="utf-8")
    apply(plan(tmp_path, at=county.units["county"]), actor=SYSTEM(county.region))
    return county


def photo(colour: str = "#888888") -> SimpleUploadedFile:
    Image.new("RGB", (40, 30), colour).save(drawn := BytesIO(), "png")
    return SimpleUploadedFile(f"{colour[1:]}.png", drawn.getvalue(), "image/png")


def said(county: County, **changes: object) -> dict[str, object]:
    given = {"kind": "errand", "uuid": str(new_id()), "unit": county.units["lake"].pk, "day": clock.today()}
    return given | changes


def answers(entry: Entry) -> dict[str, str]:
    return {one.key: one.said.zh for one in entry_views([entry])[0].answers}


def test_a_person_a_unit_and_files_are_asked_and_kept(errands):
    mei, town = errands.people["mei"], errands.units["east"]
    papers = [photo("#111111"), photo("#eeeeee")]
    given = {"answer-helper": f"Mei #{mei.pk}", "answer-office": town.name, "answer-paper": papers}
    answer = errands.client("sun").post("/record/", said(errands, **given))
    assert answer.status_code == 302, answer.content.decode()
    entry = Entry.objects.get()
    told = answers(entry)
    assert (told["helper"], told["office"], told["paper"]) == (str(mei.uuid), town.code, "2 个文件")
    assert len(attachments_of(entry)) == 2
    page = errands.client("sun").get(answer["Location"]).content.decode()
    assert page.count("/files/") >= 2
    assert "<dd>Mei</dd>" in page
    assert f"<dd>{town.name}</dd>" in page
    assert str(mei.uuid) not in page


def test_whom_a_record_names_is_not_told_to_who_may_not_see_them(errands):
    errands.client("sun").post("/record/", said(errands, **{"answer-helper": "Mei"}))
    [view] = entry_views([Entry.objects.get()])
    assert in_words(view.answers[0], errands.actor("sun")) == "Mei"
    assert in_words(view.answers[0], errands.actor("gao")) == "不归您查看"


def test_the_same_form_sent_again_keeps_its_files_once(errands):
    given = said(errands)
    for _ in range(2):
        answer = errands.client("sun").post("/record/", given | {"answer-paper": photo()})
        assert answer.status_code == 302
    assert (Entry.objects.count(), Attachment.objects.count()) == (1, 1)


def test_more_files_than_the_field_takes_are_refused_at_it(errands):
    given = said(errands, **{"answer-paper": [photo("#111111"), photo("#222222"), photo("#333333")]})
    answer = errands.client("sun").post("/record/", given)
    assert answer.context["page"].form.errors.keys() == {"answer-paper"}


def test_only_people_within_sight_are_offered_and_taken(errands):
    sun, gao = errands.client("sun"), errands.people["gao"]
    offered = sun.get("/record/person/?field=answer-helper&answer-helper=").content.decode()
    assert "Mei #" in offered
    assert "Gao" not in offered
    shown = sun.get("/record/?kind=errand").content.decode()
    assert "Mei #" in shown
    assert "Gao #" not in shown
    for named in (f"Gao #{gao.pk}", "Gao", str(gao.uuid)):
        answer = sun.post("/record/", said(errands, **{"answer-helper": named}))
        assert answer.context["page"].form.errors.keys() == {"answer-helper"}
    assert not Entry.objects.exists()


def test_units_are_offered_by_the_letters_typed_and_households_within_reach_alone(errands):
    sun = errands.client("sun")
    assert "柳溪镇" in sun.get("/record/unit/?field=x&x=柳").content.decode()
    home = "/record/unit/?field=x&x=王"
    assert "王桂英家" in sun.get(home).content.decode()
    assert "王桂英家" not in errands.client("gao").get(home).content.decode()


def test_the_list_of_people_is_for_those_signed_in(errands, client):
    assert client.get("/record/person/?field=x&x=").status_code == 302


def test_what_was_typed_and_refused_is_offered_again_without_scripts(errands):
    answer = errands.client("sun").post("/record/", said(errands, **{"answer-helper": "Me"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Me"' in page
    assert f"Mei #{errands.people['mei'].pk}" in page
