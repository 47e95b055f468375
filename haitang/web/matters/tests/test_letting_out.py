"""Whoever lets everyone read of a matter sees first what is blacked out, and strikes what may be a name."""

import pytest
from django.urls import reverse

from haitang.desks.requests.models import Publication
from haitang.desks.requests.tests.test_done import REVIEWED, move
from haitang.kernel.registry.models import Look, Person
from haitang.web.matters.tests.helpers import form_of, step, tell, url

SENTENCE = "应王小明要求修好路灯，居民李平反映的井盖在3号楼501室旁，也已换好"


@pytest.fixture
def ended(county):
    county.apply(REVIEWED)
    county.region.refresh_from_db()
    lamp = tell(county)
    step(lamp, "dispatch", county, "ella", to_unit=county.units["housing"])
    step(lamp, "accept", county, "hugo")
    step(lamp, "answer", county, "hugo", note="好了", answers={"public_summary": SENTENCE})
    move(county, lamp, "lapse", by="")
    return lamp


def test_what_goes_and_what_may_be_a_name_is_shown_before_everyone_reads_it(county, sign_in, ended):
    page = sign_in("clara").get(url("move", ended, "publish")).content.decode()
    assert "应***要求修好路灯" in page
    assert "王小明、" in page or "、王小明" in page
    assert 'name="strike" value="李平" checked' in page


def test_what_is_ticked_is_struck(county, sign_in, ended):
    clara = sign_in("clara")
    given = {**form_of(clara, ended, "publish"), "answer-public_summary": SENTENCE, "looked_over": SENTENCE}
    assert clara.post(url("move", ended, "publish"), {**given, "strike": ["李平"]}).status_code == 302
    said = Publication.objects.get(matter=ended).text
    assert said == "应***要求修好路灯，居民***反映的井盖在***旁，也已换好"
    found = sign_in("clara").get(reverse("requests:done", args=[county.region.key]) + "?q=李平")
    assert "也已换好" not in found.content.decode()


def test_a_sentence_changed_is_looked_over_again_first(county, sign_in, ended):
    clara = sign_in("clara")
    changed = "村民赵勇家门前的路灯已修好"
    given = {**form_of(clara, ended, "publish"), "answer-public_summary": changed, "looked_over": SENTENCE}
    shown = clara.post(url("move", ended, "publish"), given)
    assert shown.status_code == 200
    assert 'name="strike" value="赵勇" checked' in shown.content.decode()
    assert not Publication.objects.filter(matter=ended).exists()


def test_looking_it_over_tells_of_no_name_whether_the_house_knows_it_and_notes_no_look(
    county, sign_in, ended
):
    Person.objects.filter(pk=county.people["hugo"].pk).update(name="贺知章")
    clara, pages, looks = sign_in("clara"), [], Look.objects.count()
    for name in ("贺知章", "贺知秋"):
        given = {**form_of(clara, ended, "publish"), "answer-public_summary": f"{name}路口已修好"}
        page = clara.post(url("move", ended, "publish"), given).content.decode()
        block = page.split("letting-out")[1].split("</fieldset>")[0]
        pages.append(block.replace(name, "NAME"))
    assert pages[0] == pages[1]
    assert "NAME路口" in pages[0]
    assert Look.objects.count() == looks


def test_a_name_the_house_knows_goes_when_it_is_let_out(county, sign_in, ended):
    Person.objects.filter(pk=county.people["hugo"].pk).update(name="贺知章")
    clara, sentence = sign_in("clara"), "贺知章路口已修好"
    given = {**form_of(clara, ended, "publish"), "answer-public_summary": sentence, "looked_over": sentence}
    assert clara.post(url("move", ended, "publish"), given).status_code == 302
    assert Publication.objects.get(matter=ended).text == "***路口已修好"


def test_another_answer_begins_without_the_sentence_of_the_one_before(county, sign_in):
    lamp = tell(county)
    step(lamp, "dispatch", county, "ella", to_unit=county.units["housing"])
    step(lamp, "accept", county, "hugo")
    step(lamp, "answer", county, "hugo", note="好了", answers={"public_summary": "换了一盏灯"})
    move(county, lamp, "reopen", by="resident", note="又坏了")
    assert not form_of(sign_in("hugo"), lamp, "answer").get("answer-public_summary")
