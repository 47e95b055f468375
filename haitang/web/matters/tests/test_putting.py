"""From the inbox, a matter's page and a hot issue something is put on a meeting's agenda."""

from django.urls import reverse

from haitang.desks.meetings.tests.county import PRIVATE, County, meeting_county
from haitang.desks.requests.hot import find_everywhere


def test_the_inbox_the_matter_and_the_hot_issue_lead_to_an_agenda(db, playbook_folder, client):
    county: County = meeting_county(playbook_folder)
    matters = [
        county.told(f"三号楼电梯又坏了{turn}，老人上不去")[0] for turn in ("", "。", "，请修", "，没人管")
    ]
    client.force_login(county.account("clara"), backend="django.contrib.auth.backends.ModelBackend")
    assert 'formaction="/meetings/put/"' in client.get("/matters/").content.decode()
    page = client.get(f"/matters/{matters[0].number}/").content.decode()
    assert f"/meetings/put/?number={matters[0].number}" in page
    assert find_everywhere()
    hot = client.get("/matters/hot/").content.decode()
    assert 'action="/meetings/put/"' in hot
    assert all(f'value="{one.number}"' in hot for one in matters)
    offered = client.get("/meetings/put/", {"number": [one.number for one in matters]}).content.decode()
    assert "把 4 件提交会议" in offered


def test_meetings_themselves_are_no_hot_issue(db, playbook_folder, client):
    county = meeting_county(playbook_folder)
    for words in ("路灯不亮", "想问医保卡怎么补办", "河里漂着死鱼", "学校门口堵车", "垃圾没人收"):
        county.propose(county.told(words)[0])
    assert find_everywhere() == 0


def test_who_is_invited_reads_what_it_is_about_and_nothing_a_resident_left(db, playbook_folder, client):
    county = meeting_county(playbook_folder)
    matter = county.private()
    meeting = county.propose(matter)
    seat = county.ask(meeting, "works")[0]
    client.force_login(county.account("will"), backend="django.contrib.auth.backends.ModelBackend")
    hidden, own = (reverse("matters:matter", args=[one.number]) for one in (matter, meeting))
    assert client.get(hidden).status_code == 404
    agenda = reverse("meetings:meeting", args=[meeting.number])
    reply = reverse("meetings:reply", args=[meeting.number, seat.pk])
    for page in (agenda, reply, own, reverse("meetings:meetings")):
        answer = client.get(page)
        assert answer.status_code == 200
        said = answer.content.decode()
        assert not [words for words in PRIVATE if words in said], page
        assert hidden not in said
    read = client.get(agenda).content.decode()
    assert matter.number in read
    assert "路灯不亮请回电" in read
