"""Moves by their forms: once however often sent, one wins of two, refusals at their fields."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from haitang.desks.requests.tests.test_tell import photo
from haitang.kernel.ledger.models import Attachment
from haitang.kernel.matters.api import make_move
from haitang.kernel.matters.models import Matter, Step
from haitang.lib.diagnostics import SentAlready
from haitang.web.matters.tests.helpers import form_of, press, step, tell, url


@pytest.fixture
def lamp(county):
    """A lamp told about in the village of the lake."""
    return tell(county)


def test_an_english_page_says_that_what_was_told_is_chinese(county, sign_in, lamp):
    step(lamp, "dispatch", county, "ella", to_unit=county.units["housing"])
    step(lamp, "visit_site", county, "hugo", note="现场看过")
    ella = sign_in("ella")
    for language, marked in (("en", True), ("zh-hans", False)):
        page = ella.get(url("matter", lamp), headers={"Accept-Language": language}).content.decode()
        for words in ("六组路灯三盏不亮", "现场看过"):
            assert (f'<span lang="zh-Hans">{words}</span>' in page) is marked
        assert ('<div lang="zh-Hans"><p>六组路灯三盏不亮。' in page) is marked


def test_the_same_form_sent_twice_is_one_step_and_one_photo(county, sign_in, lamp):
    step(lamp, "dispatch", county, "ella", to_unit=county.units["housing"])
    anna = sign_in("anna")
    given = {**form_of(anna, lamp, "visit_site"), "note": "看过了"}
    for _ in range(2):
        answer = anna.post(url("move", lamp, "visit_site"), {**given, "photos": [photo()]})
        assert answer.status_code == 302
    assert Step.objects.filter(move__key="visit_site").count() == 1
    assert Attachment.objects.count() == 1


def test_the_same_form_with_other_words_changes_nothing_and_says_when_it_was_sent(county, sign_in, lamp):
    step(lamp, "dispatch", county, "ella", to_unit=county.units["housing"])
    anna = sign_in("anna")
    given = form_of(anna, lamp, "visit_site")
    anna.post(url("move", lamp, "visit_site"), {**given, "note": "看过了"})
    again = anna.post(url("move", lamp, "visit_site"), {**given, "note": "没看"}, follow=True)
    assert again.redirect_chain == [(url("matter", lamp), 302)]
    assert "已经在" in again.content.decode()
    assert "没看" not in again.content.decode()
    assert list(Step.objects.filter(move__key="visit_site").values_list("note", flat=True)) == ["看过了"]


def test_so_does_one_whose_move_is_open_no_longer(county, sign_in, lamp):
    step(lamp, "dispatch", county, "ella", to_unit=county.units["housing"])
    step(lamp, "accept", county, "hugo")
    hugo = sign_in("hugo")
    given = form_of(hugo, lamp, "answer")
    hugo.post(url("move", lamp, "answer"), {**given, "note": "换了灯"})
    again = hugo.post(url("move", lamp, "answer"), {**given, "note": "没换"}, follow=True)
    assert "已经在" in again.content.decode()
    assert Step.objects.get(move__key="answer").note == "换了灯"


def test_another_unit_chosen_on_the_same_form_changes_nothing_and_is_told(county, lamp):
    given = {"move": "dispatch", "seen": lamp.serial, "client_id": uuid4(), "actor": county.actor("ella")}
    make_move(lamp, to_unit=county.units["housing"], **given)
    assert make_move(lamp, to_unit=county.units["housing"], **given) == Step.objects.latest("pk")
    with pytest.raises(SentAlready):
        make_move(lamp, to_unit=county.units["police"], **given)
    lamp.refresh_from_db()
    assert lamp.owner == county.units["housing"]


def test_a_comment_sent_again_with_other_words_leads_to_the_first(county, sign_in, lamp):
    ella = sign_in("ella")
    given = {"client_id": uuid4(), "text": "请看照片"}
    ella.post(url("comment", lamp), given)
    again = ella.post(url("comment", lamp), {**given, "text": "别看了"}, follow=True)
    assert "已经在" in again.content.decode()
    assert list(Step.objects.filter(kind="commented").values_list("note", flat=True)) == ["请看照片"]


def test_a_matter_taken_down_again_with_another_title_leads_to_the_first(county, sign_in):
    ella, open_url = sign_in("ella"), reverse("matters:open", args=["request"])
    form = ella.get(open_url).context["form"]
    given = {name: form[name].value() or "" for name in form.fields if name not in ("photos", "voice")}
    given |= {"title": "路灯不亮", "unit": county.units["lake"].pk, "channel": "visit"}
    ella.post(open_url, given)
    again = ella.post(open_url, {**given, "title": "河水发黑"}, follow=True)
    assert [address for address, _ in again.redirect_chain] == [url("matter", Matter.objects.get())]
    assert "已经在" in again.content.decode()


def test_a_comment_whose_file_is_no_picture_says_so_and_keeps_the_words(county, sign_in, lamp):
    ella = sign_in("ella")
    script = SimpleUploadedFile("a.png", b"<script>alert(1)</script>", "image/png")
    given = {"client_id": uuid4(), "text": "请看照片", "photos": [script]}
    answer = ella.post(url("comment", lamp), given)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "这不是完好的图片" in page
    assert "请看照片" in page


def test_a_form_that_moved_the_matter_on_sent_twice_is_one_step(county, sign_in, lamp):
    ella = sign_in("ella")
    given = {**form_of(ella, lamp, "dispatch"), "to_unit": str(county.units["lake"].pk)}
    for _ in range(2):
        assert ella.post(url("move", lamp, "dispatch"), given).status_code == 302
    assert Step.objects.filter(move__key="dispatch").count() == 1


def test_who_hands_a_matter_out_of_sight_is_led_to_the_inbox(county, sign_in, lamp):
    step(lamp, "dispatch", county, "ella", to_unit=county.units["housing"])
    hugo = sign_in("hugo")
    answer = press(hugo, lamp, "send_back", note="不归我们管")
    assert answer.url == reverse("matters:inbox")
    assert "已退回" in hugo.get(answer.url).content.decode()
    assert hugo.get(url("matter", lamp)).status_code == 404


@pytest.mark.slow(reason="many pages one after the other")
def test_a_wrong_dispatch_is_called_back_on_its_page_until_it_is_taken_up(county, sign_in, lamp):
    ella = sign_in("ella")
    step(lamp, "dispatch", county, "ella", to_unit=county.units["housing"])
    page = ella.get(url("matter", lamp)).context["page"]
    assert "recall" in [button.key for button in page.head.moves]
    assert press(ella, lamp, "recall", note="派错了").url == url("matter", lamp)
    lamp.refresh_from_db()
    assert (lamp.owner, lamp.assignee) == (county.units["east"], county.people["ella"])
    step(lamp, "dispatch", county, "ella", to_unit=county.units["housing"])
    step(lamp, "accept", county, "hugo")
    assert ella.get(url("move", lamp, "recall")).url == url("matter", lamp)
    page = ella.get(url("matter", lamp)).context["page"]
    assert "recall" not in [button.key for button in page.head.moves]


def test_the_second_press_that_handed_it_out_of_sight_reads_that_it_is_done(county, sign_in, lamp):
    step(lamp, "dispatch", county, "ella", to_unit=county.units["housing"])
    hugo, clara = sign_in("hugo"), sign_in("clara")
    given = {**form_of(hugo, lamp, "send_back"), "note": "不归我们管"}
    first, second = (hugo.post(url("move", lamp, "send_back"), given, follow=True) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 200)
    assert "这一步已经办好" in second.text
    assert lamp.steps.filter(move__key="send_back").count() == 1
    other = {**given, "client_id": str(uuid4())}
    assert hugo.post(url("move", lamp, "send_back"), other).status_code == 404
    assert hugo.get(url("move", lamp, "send_back")).status_code == 404
    assert sign_in("wendy").post(url("move", lamp, "send_back"), given).status_code == 404
    assert clara.get(url("matter", lamp)).status_code == 200


def test_of_two_who_press_one_wins_and_the_other_reads_who_was_faster(county, sign_in, lamp):
    step(lamp, "dispatch", county, "ella", to_unit=county.units["housing"])
    step(lamp, "accept", county, "hugo")
    anna = sign_in("anna")
    given = {**form_of(anna, lamp, "visit_site"), "note": "我去看过了"}
    step(lamp, "visit_site", county, "hugo", note="先到一步")
    answer = anna.post(url("move", lamp, "visit_site"), given)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Hugo" in text
    assert "我去看过了" in text  # what was typed is kept, with the new serial
    again = {name: str(field.value()) for name, field in fields(answer).items() if field.value() is not None}
    assert anna.post(url("move", lamp, "visit_site"), again).status_code == 302


def test_who_comes_too_late_for_a_move_keeps_the_words(county, sign_in, lamp):
    step(lamp, "dispatch", county, "ella", to_unit=county.units["housing"])
    step(lamp, "accept", county, "hugo")
    hugo = sign_in("hugo")
    given = {**form_of(hugo, lamp, "answer"), "note": "写了很久的答复"}
    step(lamp, "answer", county, "anna", note="已换灯")
    answer = hugo.post(url("move", lamp, "answer"), given)
    assert answer.status_code == 409
    assert "Anna" in answer.content.decode()
    assert "写了很久的答复" in answer.content.decode()


def test_what_a_move_asks_is_asked_at_its_field(county, sign_in, lamp):
    ella = sign_in("ella")
    answer = ella.post(url("move", lamp, "dispatch"), form_of(ella, lamp, "dispatch"))
    assert answer.status_code == 400
    assert "to_unit" in answer.context["page"].form.errors


def test_a_unit_that_was_not_offered_is_refused(county, sign_in, lamp):
    ella = sign_in("ella")
    answer = press(ella, lamp, "dispatch", to_unit=str(county.units["county"].pk))
    assert answer.status_code == 400
    lamp.refresh_from_db()
    assert lamp.state.key == "received"


def test_a_form_is_a_page_without_javascript_and_a_fragment_with_it(county, sign_in, lamp):
    ella = sign_in("ella")
    page = ella.get(url("move", lamp, "dispatch")).content.decode()
    fragment = ella.get(url("move", lamp, "dispatch"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" in page
    assert "<html" not in fragment
    assert 'name="to_unit"' in fragment


def test_a_move_without_its_token_is_refused(county, lamp):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(county.account("ella"), backend="django.contrib.auth.backends.ModelBackend")
    given = {"seen": lamp.serial, "client_id": str(uuid4()), "to_unit": str(county.units["lake"].pk)}
    assert strict.post(url("move", lamp, "dispatch"), given).status_code == 403


def test_a_move_never_heard_of_leads_back_to_the_matter(county, sign_in, lamp):
    assert sign_in("ella").get(url("move", lamp, "explode")).url == url("matter", lamp)


def fields(answer) -> dict:
    """The bound fields of the form on a page."""
    form = answer.context["page"].form
    return {name: form[name] for name in form.fields}
