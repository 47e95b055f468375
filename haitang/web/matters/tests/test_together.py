"""The inbox shows what says the same, and gathers it with one press, by whoever may."""

import re

from haitang.kernel.matters.models import Matter
from haitang.web.matters.tests.helpers import tell

#: Where clerks begin.
INBOX = "/matters/"


def forms(client) -> list[tuple[str, dict[str, list[str]]]]:
    """Each press that the inbox offers to gather with: where it goes, and what it sends."""
    body = client.get(INBOX).content.decode()
    found = []
    for name, action, inner in re.findall(
        r'<form id="(together-[^"]+)" method="post" action="([^"]+)">(.*?)</form>', body, re.DOTALL
    ):
        assert f'form="{name}"' in body
        sent = re.findall(r'name="(number|under)" value="([^"]+)"', inner)
        found.append((action, {key: [value for one, value in sent if one == key] for key, _ in sent}))
    return found


def test_what_says_the_same_is_listed_once_and_gathered_with_one_press(county, sign_in):
    lamps = [tell(county, f"村口路灯不亮{mark}") for mark in ("", "了", "很久")]
    alone = tell(county, "河道有垃圾漂着")
    ella = sign_in("ella")
    ((action, sent),) = forms(ella)
    assert sorted(sent["number"]) == sorted(lamp.number for lamp in lamps)
    assert sent["under"] == [lamps[0].number]
    body = ella.get(INBOX).content.decode()
    listed = body[body.index("同类 3 件") :]
    assert all(f"{lamp.number} {lamp.title}" in listed for lamp in lamps)
    answer = ella.post(action, sent, follow=True)
    assert "已归并 2 件" in answer.content.decode()
    assert [one.number for one in answer.context["page"].gathered] == [lamp.number for lamp in lamps[1:]]
    assert forms(ella) == []
    assert Matter.objects.get(pk=alone.pk).gathered_under is None


def test_one_title_said_by_many_is_read_once_with_how_many(county, sign_in):
    lamps = [tell(county, f"村口路灯不亮{mark}") for mark in ("", "很久", "", "")]
    ella = sign_in("ella")
    body = ella.get(INBOX).content.decode()
    listed = body[body.index("同类 4 件") :].split("</span>")[0]
    assert "村口路灯不亮（3 件）" in listed
    assert (listed.count("村口路灯不亮"), f"{lamps[1].number} 村口路灯不亮很久" in listed) == (2, True)
    page = ella.get(f"/matters/{lamps[1].number}/").content.decode()
    alike = page[page.index('id="alike"') :].split("</section>")[0]
    assert "同类 3 件" in alike
    assert (alike.count("村口路灯不亮<"), alike.count("3 件都这么说")) == (1, 1)


def test_a_newcomer_goes_under_the_one_that_already_holds_others(county, sign_in):
    lamps = [tell(county, f"村口路灯不亮{mark}") for mark in ("", "了", "很久")]
    ella = sign_in("ella")
    numbers = [lamp.number for lamp in lamps[1:]]
    ella.post("/matters/gather/", {"number": numbers, "under": numbers[1]})
    ((_, sent),) = forms(ella)
    assert (sent["under"], sorted(sent["number"])) == ([numbers[1]], sorted([lamps[0].number, numbers[1]]))


def test_who_may_not_gather_is_offered_none_and_cannot_press_anothers(county, sign_in):
    lamps = [tell(county, f"村口路灯不亮{mark}") for mark in ("", "了")]
    ((action, sent),) = forms(sign_in("ella"))
    for name in ("sun", "wendy"):
        other = sign_in(name)
        assert forms(other) == []
        assert other.post(action, sent).status_code in (400, 403, 404)
    assert not Matter.objects.filter(gathered_under=lamps[0]).exists()


def test_the_name_of_their_place_makes_nothing_alike(county, sign_in):
    place = county.units["lake"].name
    dark, again, dry = (tell(county, f"{place}{title}") for title in ("停电", "停电", "断水"))
    ((_, sent),) = forms(sign_in("ella"))
    assert sorted(sent["number"]) == sorted([dark.number, again.number])
    assert dry.number not in sent["number"]
