"""The bell, the notices, the choices, what could not be sent, and a resident's stop."""

import pytest
from django.core import mail
from django.urls import reverse

from haitang.desks.notice.actions import drop_letter, send_again, tell_of_subject, write_outside
from haitang.desks.notice.enums import LetterState, WayKey
from haitang.desks.notice.jobs import send_letters, tell_what_happened
from haitang.desks.notice.loaders import dead_letter
from haitang.desks.notice.models import Choice, Device, Habit, Letter, Notice
from haitang.desks.notice.tests.county import County
from haitang.desks.notice.tests.test_ways import Browser
from haitang.kernel.matters.api import ContactDetails
from haitang.lib.diagnostics import Forbidden
from haitang.lib.ids import new_id
from haitang.lib.text import Text
from haitang.ui import telling
from haitang.ui.telling import Subject, Tidings

FULL_PAGE = 9


@pytest.fixture
def ella(client, county: County):
    """Ella, signed in."""
    client.force_login(county.account("ella"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_the_bell_counts_what_is_unread_and_opening_it_reads_it(ella, county: County):
    first, second = county.told(body="路灯"), county.told(body="井盖")
    tell_what_happened()
    page = ella.get(reverse("notice:list")).content.decode()
    assert '<span class="unread" aria-hidden="true">2</span>' in page
    assert page.index(second.number) < page.index(first.number)
    assert "井盖" in page
    ella.head(reverse("notice:open", args=[Notice.objects.get(matter=first).pk]))
    assert Notice.objects.filter(read_at=None).count() == 2
    ella.get(reverse("notice:open", args=[Notice.objects.get(matter=first).pk]))
    assert [one.matter for one in Notice.objects.filter(read_at=None)] == [second]


def test_all_are_read_as_far_as_the_page_showed(ella, county: County):
    county.told()
    tell_what_happened()
    through = ella.get(reverse("notice:list")).context["page"].through
    county.told()
    tell_what_happened()
    ella.post(reverse("notice:read"), {"through": through})
    assert Notice.objects.filter(read_at=None).count() == 1


def test_a_title_is_not_shown_to_who_may_no_longer_see_the_matter(ella, county: County):
    matter = county.told(body="三楼漏水")
    tell_what_happened()
    Notice.objects.update(person=county.people["wendy"])
    ella.force_login(county.account("wendy"), backend="django.contrib.auth.backends.ModelBackend")
    page = ella.get(reverse("notice:list")).content.decode()
    assert matter.number in page
    assert "三楼漏水" not in page


def test_nobody_opens_or_reads_another_persons_notice(client, county: County):
    county.told()
    tell_what_happened()
    client.force_login(county.account("hugo"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("notice:open", args=[Notice.objects.get().pk])).status_code == 404
    assert client.post(reverse("notice:read"), {"through": "99999999"}).status_code == 302
    assert Notice.objects.get().read_at is None


@pytest.mark.parametrize("notices", [1, 3])
def test_the_page_asks_as_much_for_many_as_for_one(ella, county: County, django_assert_num_queries, notices):
    for _ in range(notices):
        county.told()
    tell_what_happened()
    ella.get(reverse("notice:list"))
    with django_assert_num_queries(FULL_PAGE):
        ella.get(reverse("notice:list"))


def test_choices_are_kept_and_heeded(ella, county: County):
    page = ella.get(reverse("notice:choices"))
    form = page.context["form"]
    given = {name: form[name].value() for name in form.fields}
    given = {name: value for name, value in given.items() if value is not None}
    answer = ella.post(reverse("notice:choices"), given | {"came-email": "never", "quiet_from": "20:00"})
    assert answer.status_code == 302
    assert Choice.objects.get(occasion="came", way="email").soon == "never"
    assert Habit.objects.get().quiet_from == 20 * 60
    county.told()
    tell_what_happened()
    send_letters()
    assert mail.outbox == []


def test_a_wrong_choice_is_said_and_nothing_is_kept(ella):
    answer = ella.post(reverse("notice:choices"), {"came-email": "perhaps"})
    assert answer.status_code == 400
    assert not Choice.objects.exists()


def test_a_browser_of_a_vendor_is_kept_sealed_and_another_is_not(ella, settings):
    keys = Browser().at("")
    given = {"endpoint": "https://fcm.googleapis.com/fcm/send/abc", "p256dh": keys.p256dh, "auth": keys.auth}
    assert ella.post(reverse("notice:subscribe"), given).status_code == 200
    assert ella.post(reverse("notice:subscribe"), given).status_code == 200
    device = Device.objects.get()
    assert b"fcm" not in bytes(device.endpoint_sealed)
    for wrong in ({"endpoint": "https://10.0.0.1/x"}, {"p256dh": "x"}):
        assert ella.post(reverse("notice:subscribe"), given | wrong).status_code == 400
    ella.post(reverse("notice:unsubscribe", args=[device.uuid]))
    assert not Device.objects.exists()


def test_what_could_not_be_sent_is_shown_without_the_address_to_who_manages_it(client, county: County):
    county.dispatched(contact=ContactDetails("王小明", email="wang@example.org"))
    tell_what_happened()
    Letter.objects.filter(person=None).update(state=LetterState.DEAD, parcel=new_id())
    client.force_login(county.account("hugo"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("notice:dead")).status_code == 404
    client.force_login(county.account("clara"), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("notice:dead")).content.decode()
    assert "提出的居民" in page
    assert "wang@" not in page
    assert "王小明" not in page
    dead = Letter.objects.get(person=None)
    client.post(reverse("notice:again", args=[dead.pk]))
    dead.refresh_from_db()
    assert dead.state == LetterState.WAITING
    assert client.post(reverse("notice:drop", args=[dead.pk])).status_code == 404


def dead_for(county: County, name: str) -> set[int]:
    """The letters that somebody finds among what could not be sent, each opened by its own address too."""
    actor = county.actor(name)
    page = county.client(name).get(reverse("notice:dead")).context["page"]
    found = {one.pk for one in Letter.objects.all() if dead_letter(actor, one.pk)}
    assert {row.again_url for row in page.letters} == {reverse("notice:again", args=[pk]) for pk in found}
    return found


@pytest.fixture
def outing(monkeypatch: pytest.MonkeyPatch) -> str:
    """A thing of another desk's that people are told of."""
    name = Text(zh="出游", en="Outing")
    thing = Subject("outing", name, name, {"changed": name}, lambda _actor, _uuids: {})
    monkeypatch.setitem(telling._SUBJECTS, thing.key, thing)
    return thing.key


def test_who_manages_them_elsewhere_is_shown_nothing_of_what_could_not_be_sent(county: County, outing: str):
    matter = county.dispatched(contact=ContactDetails("王小明", email="wang@example.org"))
    tell_what_happened()
    about = set(Letter.objects.filter(matter=matter).values_list("pk", flat=True))
    told = Tidings(outing, new_id(), "changed")
    tell_of_subject(told, people=[county.people["ella"].pk, county.people["wendy"].pk], actor=county.house)
    assert write_outside(told, leads=[WayKey.EMAIL], actor=county.house)
    for letter in Letter.objects.all():
        Letter.objects.filter(pk=letter.pk).update(state=LetterState.DEAD, parcel=new_id())
    of = dict(Letter.objects.filter(matter=None, person__isnull=False).values_list("person__name", "pk"))
    hers, to_wendy = of[county.people["ella"].name], of[county.people["wendy"].name]
    outside = Letter.objects.get(matter=None, person=None).pk
    assert about
    assert dead_for(county, "ella") == about | {hers}
    assert dead_for(county, "wendy") == {to_wendy}
    assert dead_for(county, "clara") == about | {hers, to_wendy, outside}
    wendy = county.client("wendy")
    page = wendy.get(reverse("notice:dead")).content.decode()
    assert matter.number not in page
    one = Letter.objects.filter(matter=matter).first()
    for door in ("notice:again", "notice:drop"):
        assert wendy.post(reverse(door, args=[one.pk])).status_code == 404
    for act in (send_again, drop_letter):
        with pytest.raises(Forbidden):
            act(one, actor=county.actor("wendy"))


def test_a_resident_stops_by_the_link_and_by_no_other(client, county: County):
    matter = county.dispatched(contact=ContactDetails(email="wang@example.org"))
    tell_what_happened()
    send_letters()
    (sent,) = (one for one in mail.outbox if one.to == ["wang@example.org"])
    link = sent.extra_headers["List-Unsubscribe"].strip("<>").split("localhost:8000")[1]
    assert matter.uuid.hex in link
    assert client.get(link).status_code == 200
    county.move(matter, "accept", "hugo")
    tell_what_happened()
    assert Letter.objects.filter(person=None, state=LetterState.WAITING).count() == 1
    assert client.post(link).status_code == 200
    assert not Letter.objects.filter(person=None, state=LetterState.WAITING).exists()
    county.move(county.move(matter, "visit_site", "hugo", note="看过"), "answer", "hugo", note="好了")
    tell_what_happened()
    assert not Letter.objects.filter(person=None, state=LetterState.WAITING).exists()
    assert client.post(link[:-3] + "xx/").status_code == 404
