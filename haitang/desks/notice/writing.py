"""What a message says: the number, what happened, where to look; never a name or what was told."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.core.signing import Signer
from django.urls import reverse

from haitang.desks.notice.models import CodeLetter, Letter
from haitang.desks.notice.occasions import GROUP_SAYS, occasions
from haitang.desks.notice.ways import Message
from haitang.kernel.matters.api import Kind
from haitang.kernel.matters.models import Matter
from haitang.lib.text import Language, Text, some
from haitang.ui.addresses import page_of
from haitang.ui.codes import company_of
from haitang.ui.telling import OutsideLetter

#: More are counted, not listed.
LISTED = 12
_SIGNER = Signer(salt="haitang.notice.hush")
_BRAND = Text(zh="海棠", en="Haitang")


def to_staff(letters: Sequence[Letter], *, language: Language) -> Message:
    """One message about one notice, or one about all that came together."""
    lines = [_line(letter, language) for letter in letters[:LISTED]]
    more = max(len(letters) - LISTED, 0)
    if more:
        lines.append(Text(zh=f"另有 {more} 件", en=f"and {more} more").into(language))
    first = letters[0]
    subject = lines[0] if len(letters) == 1 else _many(letters).into(language)
    path = _leads(first) if len(letters) == 1 else ""
    return Message(_parcel(first), subject, lines, absolute(path or reverse("notice:list")))


def _leads(letter: Letter) -> str:
    if letter.matter is None:
        return reverse("notice:open", args=[letter.notice_id])
    return page_of("matter", letter.matter.number)


def to_group(letters: Sequence[Letter]) -> Message:
    """What a whole group may read: of the unit how many and which numbers, and nobody's name."""
    first = letters[0]
    assert first.unit is not None  # it is for a group
    told = Counter((letter.occasion, letter.matter.number) for letter in letters if letter.matter)
    lines = [_of_group(occasion, number) for occasion, number in list(told)[:LISTED]]
    more = len(told) - LISTED
    if more > 0:
        lines.append(f"另有 {more} 件 and {more} more")
    subject = f"{first.unit.name}：{len(told)} 件事项等着办 matters wait"
    return Message(_parcel(first), subject, [subject, *lines], absolute(reverse("notice:list")))


def _of_group(occasion: str, number: str) -> str:
    says = GROUP_SAYS[occasion]
    return f"{number} {says.zh} {says.en}"


def to_outside(letter: Letter, said: OutsideLetter) -> Message:
    """What a desk says to somebody outside."""
    return Message(_parcel(letter), said.subject, said.lines, absolute(said.path) if said.path else "")


def to_resident(letters: Sequence[Letter], *, kind: Kind) -> Message:
    """The number and where to look; both languages, as nobody knows which the resident reads."""
    first = letters[0]
    matter = first.matter
    assert matter is not None  # it is for a resident
    brand = kind.spec.brand or kind.spec.label
    zh = f"【{brand.zh}】您的{kind.spec.label.zh} {matter.number} 有新进展，"
    en = f"There is news of your {kind.spec.label.en.lower()} {matter.number}; "
    if matter.follow_digest:
        zh += "凭编号和查询码可看（查询码丢了可在页面上重领）。"
        en += "your number and code show it (a lost code is sent anew from the page)."
    else:
        zh += "还没有给过您查询码：在页面上点“没有查询码”，会发到您留下的手机或邮箱。"
        en += 'you were given no code yet: "no code?" on the page has one sent to what you left.'
    follow = page_of("follow", matter.region.key, matter.number)
    stop = reverse("notice:hush", args=[stop_word(matter)])
    return Message(
        _parcel(first),
        f"【{brand.zh}】{matter.number} 有新进展 news",
        (zh, en),
        absolute(follow) if follow else "",
        absolute(stop),
    )


def of_code(letter: CodeLetter, *, code: str, kind: Kind) -> Message:
    """The number, the code and where both are typed in; each time a message of its own."""
    matter, brand = letter.matter, kind.spec.brand or kind.spec.label
    follow = page_of("follow", matter.region.key, matter.number)
    zh = (
        f"【{brand.zh}】您的{kind.spec.label.zh}编号 {matter.number}，查询码 {code}。"
        "凭这两样可看进度、确认、评价、要求再办；请勿告诉别人，以前的查询码作废。"
    )
    en = f"Number {matter.number}, code {code}: both follow it. Tell nobody; any code before is void."
    # A letter has room for it; the page that code and number open is where one joins.
    people = company_of(matter) if letter.way == "email" else 0
    if people:
        zh += f"有 {people} 位邻居也说了这件事；想和他们并到一起办，请凭这两样打开查进度的页面。"
        en += f" {some(people, 'neighbour')} said this too; to join them, open the page with both."
    called = letter.parcel(letter.tries)
    return Message(called, f"【{brand.zh}】{matter.number} 查询码 code", (zh, en), absolute(follow))


def stop_word(matter: Matter) -> str:
    """What stands in the link by which a resident asks for no more."""
    return _SIGNER.sign(matter.uuid.hex)


def stopped(word: str) -> UUID:
    """The matter of a stop word; BadSignature for anything else."""
    return UUID(_SIGNER.unsign(word))


def absolute(path: str) -> str:
    """An address with the name the house is known by outside."""
    return f"{settings.NOTICE['url'].rstrip('/')}{path}"


def _line(letter: Letter, language: Language) -> str:
    assert letter.notice is not None  # it is for staff
    told = occasions().get(letter.notice.occasion)
    says = told.said(letter.notice.word).into(language) if told else ""
    if letter.matter:
        return f"{letter.matter.number} {says}"
    return f"{told.label.into(language)}：{says}" if told else _BRAND.into(language)


def _many(letters: Sequence[Letter]) -> Text:
    count = len({(letter.matter_id, letter.notice.subject if letter.notice else None) for letter in letters})
    if any(letter.matter_id is None for letter in letters):
        return Text(zh=f"{_BRAND.zh}：{count} 件事有消息", en=f"{_BRAND.en}: news of {some(count, 'thing')}")
    return Text(zh=f"{_BRAND.zh}：{count} 件事项有消息", en=f"{_BRAND.en}: news of {some(count, 'matter')}")


def _parcel(letter: Letter) -> UUID:
    assert letter.parcel is not None  # it was taken in hand
    return letter.parcel
