"""Commands that change what stands in the registry: posts, ties, units, accounts, people. Each asks first."""

from datetime import date, datetime, timedelta

import click

from haitang.kernel.registry.actions.accounts import close_account
from haitang.kernel.registry.actions.closing import close_unit
from haitang.kernel.registry.actions.people import change_person, erase_person
from haitang.kernel.registry.actions.posts import appoint, end_post, withdraw_post
from haitang.kernel.registry.actions.ties import add_place, tie, untie
from haitang.kernel.registry.actions.units import change_unit, move_unit
from haitang.kernel.registry.actors import SYSTEM
from haitang.kernel.registry.enums import Sex
from haitang.kernel.registry.models import Account
from haitang.kernel.registry.naming import person_named, post_named, tie_named, unit_named
from haitang.kernel.registry.queries import region_named
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal

REGION = click.option(
    "--region", "code", default="", help="地区代码 Code of the region, where there are several."
)
_DAY = click.DateTime(["%Y-%m-%d"])
_YES = click.option("--yes", is_flag=True, help="不再询问 Do not ask.")
_WHY = click.option("--why", default="", help="原因，会一直留着 Why; kept for ever.")
_LAST_DAY = click.option("--last-day", type=_DAY, help="最后一天 The last day it holds; today if left out.")


def _sure(zh: str, en: str, *, yes: bool) -> None:
    if not yes:
        click.confirm(f"{zh} {en}", abort=True)


def _day(said: datetime | None) -> date:
    return said.date() if said else clock.today()


def _after(last: datetime | None) -> date:
    """The first day without it."""
    return _day(last) + timedelta(days=1)


@click.group("post")
def post() -> None:
    """职务 Posts: who holds which role where."""


@post.command("appoint")
@click.argument("who")
@click.option("--role", required=True, help="角色 The role, by its key in the playbook.")
@click.option("--at", required=True, help="单位代码 Code of the unit where the post is.")
@click.option("--since", type=_DAY, help="任职日期 The first day; today if left out.")
@REGION
@_YES
def appoint_command(who: str, *, role: str, at: str, since: datetime | None, code: str, yes: bool) -> None:
    """Appoint WHO: a user name, phone number, name, or number in the registry."""
    region = region_named(code)
    person, unit, day = person_named(region, who), unit_named(region, at), _day(since)
    _sure(
        f"任命{person.name}为{unit.name}的 {role}，自 {day} 起？",
        f"Appoint {person.name} as {role} of {unit.name} from {day}?",
        yes=yes,
    )
    appoint(person, role=role, unit=unit, since=day, actor=SYSTEM(region))
    click.echo(f"已任命。 Appointed from {day}.")


@post.command("end")
@click.argument("who")
@click.option("--role", default="", help="角色 The role, where the person holds several.")
@click.option("--at", default="", help="单位代码 Code of the unit, where they hold it at several.")
@_LAST_DAY
@_WHY
@REGION
@_YES
def end_command(
    who: str, *, role: str, at: str, last_day: datetime | None, why: str, code: str, yes: bool
) -> None:
    """End a post of WHO; one that has not begun is taken back."""
    region = region_named(code)
    found = post_named(person_named(region, who), role=role, at=at)
    name, where, on = found.person.name, f"{found.unit.name} {found.role.label_zh}", _after(last_day)
    if found.since > clock.today():
        _sure(f"撤回{name}尚未开始的职务（{where}）？", f"Take back the post of {name} ({where})?", yes=yes)
        withdraw_post(found, actor=SYSTEM(region))
        click.echo("已撤回。 Taken back.")
        return
    last = on - timedelta(days=1)
    _sure(f"{name}的职务（{where}）到 {last} 为止？", f"{name}'s post ({where}) ends with {last}?", yes=yes)
    end_post(found, on=on, why=why, actor=SYSTEM(region))
    click.echo(f"已免去，{last} 是最后一天。 Ended; {last} is the last day.")


@click.group("tie")
def tie_group() -> None:
    """联系 Ties between people and units."""


@tie_group.command("make")
@click.argument("who")
@click.option("--kind", required=True, help="联系类型 The kind of tie, by its key in the playbook.")
@click.option("--to", required=True, help="单位代码 Code of the unit.")
@click.option("--since", type=_DAY, help="开始日期 The first day; today if left out.")
@REGION
@_YES
def tie_command(who: str, *, kind: str, to: str, since: datetime | None, code: str, yes: bool) -> None:
    """Tie WHO to a unit."""
    region = region_named(code)
    person, unit = person_named(region, who), unit_named(region, to)
    _sure(f"建立联系：{person.name} → {unit.name}（{kind}）？", "Make this tie?", yes=yes)
    tie(person, to=unit, kind=kind, since=_day(since), actor=SYSTEM(region))
    click.echo("已建立。 Made.")


@tie_group.command("end")
@click.argument("who")
@click.option("--kind", default="", help="联系类型 The kind of tie, where there are several.")
@click.option("--to", default="", help="单位代码 Code of the unit it leads to, where there are several.")
@_LAST_DAY
@REGION
@_YES
def untie_command(who: str, *, kind: str, to: str, last_day: datetime | None, code: str, yes: bool) -> None:
    """End a tie of WHO."""
    region = region_named(code)
    person = person_named(region, who)
    found, on = tie_named(person, kind=kind, to=to), _after(last_day)
    last = on - timedelta(days=1)
    _sure(
        f"{person.name}的“{found.kind.label_zh}”到 {last} 为止？",
        f"{found.kind.label_en} of {person.name} ends with {last}?",
        yes=yes,
    )
    untie(found, on=on, actor=SYSTEM(region))
    click.echo(f"已解除，{last} 是最后一天。 Ended; {last} is the last day.")


@click.command("move")
@click.argument("unit_code")
@click.option("--under", required=True, help="新上级的代码 Code of the unit it shall lie under.")
@click.option("--on", type=_DAY, help="日期 The first day it lies there; today if left out.")
@REGION
@_YES
def move_command(unit_code: str, *, under: str, on: datetime | None, code: str, yes: bool) -> None:
    """Hang the unit with the code UNIT_CODE, and all below it, under another."""
    region = region_named(code)
    unit, target, day = unit_named(region, unit_code), unit_named(region, under), _day(on)
    _sure(
        f"把{unit.name}及其下级移到{target.name}下，自 {day} 起？",
        f"Move {unit.name} and all below it under {target.name} from {day}?",
        yes=yes,
    )
    move_unit(unit, under=target, on=day, actor=SYSTEM(region))
    click.echo("已移动。 Moved; what was counted before that day stays where it was.")


@click.command("close")
@click.argument("unit_code")
@_LAST_DAY
@click.option("--end-posts", is_flag=True, help="一并结束在任职务 End the posts held there with it.")
@click.option("--with-below", is_flag=True, help="所属单位一并撤销 Close all below it as well.")
@click.option("--below-to", help="下级全部移到此代码的单位 Code of the unit all below it moves under.")
@click.option("--heir", help="未办结事项交给此代码的单位 Code of the unit that takes over what is open.")
@_WHY
@REGION
@_YES
def close_command(
    unit_code: str,
    *,
    last_day: datetime | None,
    end_posts: bool,
    with_below: bool,
    below_to: str | None,
    heir: str | None,
    why: str,
    code: str,
    yes: bool,
) -> None:
    """Close the unit with the code UNIT_CODE; its past stays."""
    region = region_named(code)
    unit, on = unit_named(region, unit_code), _after(last_day)
    last = on - timedelta(days=1)
    _sure(f"撤销{unit.name}，{last} 是最后一天？", f"Close {unit.name}, {last} being its last day?", yes=yes)
    close_unit(
        unit,
        on=on,
        end_posts=end_posts,
        why=why,
        with_below=with_below,
        below_to=unit_named(region, below_to) if below_to else None,
        heir=unit_named(region, heir) if heir else None,
        actor=SYSTEM(region),
    )
    click.echo("已撤销。 Closed.")


@click.command("rename")
@click.argument("unit_code")
@click.option("--name", help="新名称 Its new name.")
@click.option("--new-code", help="新代码 Its new code.")
@REGION
@_YES
def rename_command(unit_code: str, *, name: str | None, new_code: str | None, code: str, yes: bool) -> None:
    """Give the unit with the code UNIT_CODE another name or code."""
    if name is None and new_code is None:
        raise _nothing("--name", "--new-code")
    region = region_named(code)
    unit = unit_named(region, unit_code)
    said = f"{unit.name} {unit.code} → {name or unit.name} {unit.code if new_code is None else new_code}"
    _sure(f"改为：{said}？", "Change it so?", yes=yes)
    change_unit(unit, name=name, code=new_code, actor=SYSTEM(region))
    click.echo("已修改。 Changed.")


@click.command("close")
@click.argument("username")
@_YES
def close_account_command(username: str, *, yes: bool) -> None:
    """Let nobody sign in as USERNAME any more; the person's posts are not touched."""
    found = Account.objects.filter(username=username).exclude(person=None).select_related("person").first()
    if found is None or found.person is None:
        zh, en = f"没有名为“{username}”的账号。", f'There is no account "{username}".'
        raise Refusal("token.unknown_account", zh=zh, en=en)
    _sure(f"停用账号 {username}（{found.person.name}）？", f"Close the account {username}?", yes=yes)
    close_account(found, actor=SYSTEM(found.person.region_id))
    click.echo("已停用。 Closed.")


@click.command("change")
@click.argument("who")
@click.option("--name", help="姓名 The name.")
@click.option("--phone", help="电话；留空则删去 The phone number; empty to remove it.")
@click.option("--identity", help="身份证号；留空则删去 The identity number; empty to remove it.")
@click.option("--sex", type=click.Choice([*Sex.values]), help="性别 Sex: m or f.")
@click.option("--born", type=_DAY, help="出生日期 Day of birth.")
@REGION
@_YES
def change_command(who: str, *, code: str, yes: bool, born: datetime | None, **said: str | None) -> None:
    """Change what is known of WHO."""
    if born is None and all(value is None for value in said.values()):
        raise _nothing("--name", "--phone", "--identity", "--sex", "--born")
    region = region_named(code)
    person = person_named(region, who)
    _sure(f"修改 {person.name} 的信息？", f"Change what is known of {person.name}?", yes=yes)
    day = born.date() if born else None
    change_person(
        person,
        name=said["name"],
        sex=said["sex"],
        born_on=day,
        phone=said["phone"],
        identity=said["identity"],
        actor=SYSTEM(region),
    )
    click.echo("已修改。 Changed.")


@click.command("erase")
@click.argument("who")
@click.option("--name", "typed", help="姓名，用来核对 The name, to be sure; asked for if left out.")
@_WHY
@REGION
def erase_command(who: str, *, typed: str | None, why: str, code: str) -> None:
    """Empty everything personal of WHO and end every post, tie and account; there is no way back."""
    region = region_named(code)
    person = person_named(region, who)
    typed = typed or click.prompt(f"将清空 {person.pk} 号的个人信息，不能恢复。请输入姓名 Type the name")
    if typed.strip() != person.name:
        zh, en = "姓名不符，没有删除。", "That is not the name; nothing was erased."
        raise Refusal("registry.name_differs", zh=zh, en=en)
    erase_person(person, why=why, actor=SYSTEM(region))
    click.echo("已清空。 Erased. Note it in your own list: a backup made before still holds it.")


@click.group("place")
def place() -> None:
    """地点 Places that belong to units."""


@place.command("add")
@click.argument("name")
@click.option("--kind", required=True, help="地点类型 The kind of place, by its key in the playbook.")
@click.option("--at", required=True, help="单位代码 Code of the unit it belongs to.")
@click.option("--north", type=float, required=True, help="纬度 Latitude in degrees.")
@click.option("--east", type=float, required=True, help="经度 Longitude in degrees.")
@REGION
def place_command(name: str, *, kind: str, at: str, north: float, east: float, code: str) -> None:
    """Add the place NAME."""
    region = region_named(code)
    millionths = {"latitude_micro": round(north * 1e6), "longitude_micro": round(east * 1e6)}
    add_place(name, kind=kind, at=unit_named(region, at), actor=SYSTEM(region), **millionths)
    click.echo("已添加。 Added.")


def _nothing(*options: str) -> Refusal:
    listed = "、".join(options)
    return Refusal(
        "registry.nothing_said", zh=f"请说明改什么：{listed}。", en=f"Say what: {', '.join(options)}."
    )


#: What belongs to the groups that open a house, by the name of the group.
FURTHER = {
    "unit": [move_command, close_command, rename_command],
    "account": [close_account_command],
    "person": [change_command, erase_command],
}
GROUPS = [post, tie_group, place]
