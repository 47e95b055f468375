"""Opening a house: ``haitang region``, ``unit``, ``person``, ``account``; ``token`` for programs.

What changes later, and ends, is in ``changing.py``.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import click
from django.db import transaction

from haitang.kernel.registry import refusals
from haitang.kernel.registry.actions.accounts import issue_token, open_account, reset_password
from haitang.kernel.registry.actions.people import enrol_person
from haitang.kernel.registry.actions.posts import appoint
from haitang.kernel.registry.actions.units import open_region
from haitang.kernel.registry.actors import SYSTEM
from haitang.kernel.registry.changing import FURTHER, GROUPS, REGION
from haitang.kernel.registry.intake import Intake, Progress, import_people, import_units
from haitang.kernel.registry.integrity import findings
from haitang.kernel.registry.models import Account, Post, Region
from haitang.kernel.registry.queries import region_named, unit_at
from haitang.kernel.registry.spans import standing
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal


@click.group("token")
def token() -> None:
    """接口密钥 Keys for programs."""


@token.command("issue")
@click.argument("username")
@click.option("--role", default="", help="职务 The post's role, where the person holds several.")
@click.option("--label", default="命令行 command line", help="用途 What the token is for.")
def issue(username: str, role: str, label: str) -> None:
    """Print a token for a post of USERNAME; it is shown this once and kept only as a digest."""
    post = _post(username, role)
    _, secret = issue_token(post, label=label, actor=SYSTEM(post.region_id))
    click.echo(secret)


def _account(username: str) -> Account:
    account = Account.objects.filter(username=username).exclude(person=None).first()
    if account is None:
        zh, en = f"没有名为“{username}”的账号。", f'There is no account "{username}".'
        raise Refusal("token.unknown_account", zh=zh, en=en)
    return account


def _post(username: str, role: str) -> Post:
    account = _account(username)
    held = Post.objects.filter(standing(clock.today()), person=account.person_id).select_related(
        "role", "unit"
    )
    posts = [post for post in held if role in {"", post.role.key}]
    if len(posts) != 1:
        listed = ", ".join(f"{post.role.key} ({post.unit.name})" for post in held)
        zh, en = f"请用 --role 选一个职务：{listed}。", f"Choose one post with --role: {listed}."
        raise Refusal("token.which_post", zh=zh, en=en)
    return posts[0]


@click.group("region")
def region() -> None:
    """地区 Counties of this installation."""


@region.command("open")
@click.argument("key")
@click.option("--code", required=True, help="行政区划代码 Its administrative code.")
@click.option("--name", required=True, help="名称 What it is called.")
def open_(key: str, code: str, name: str) -> None:
    """Open a county under KEY, so that a playbook can be applied to it."""
    opened = open_region(key, code=code, name=name, actor=None)
    click.echo(f"已建立 {opened.name}（{opened.code}）。 Opened; now apply a playbook to it.")


FILE = click.Path(dir_okay=False, path_type=Path)
#: Asked for twice and never shown; from the environment where nobody sits at the keyboard.
PASSWORD = click.option(
    "--password",
    prompt="密码 Password",
    hide_input=True,
    confirmation_prompt="再输一次 Once more",
    envvar="HAITANG_NEW_PASSWORD",
)


@click.group("unit")
def unit() -> None:
    """单位 Units: towns, villages, departments."""


@unit.command("import")
@click.argument("file", type=FILE)
@REGION
def import_units_(file: Path, code: str) -> None:
    """Add the units of FILE: 名称, 类别 and, where they have them, 代码, 上级, 设立日期; parents first."""
    _import(file, code, import_units)


@click.group("person")
def person() -> None:
    """人员 People and their posts."""


@person.command("import")
@click.argument("file", type=FILE)
@REGION
def import_people_(file: Path, code: str) -> None:
    """Enrol the people of FILE in their posts: 姓名, 角色, 单位代码 and what else is known.

    任职日期, 性别, 出生日期, 电话, 身份证号; an account is opened where there is a 用户名.
    """
    _import(file, code, import_people)


def _import(file: Path, code: str, act: Callable[..., Intake]) -> None:
    region = region_named(code)
    with click.progressbar(length=0, label=f"导入 {file.name}", show_pos=False) as bar:
        done = act(region, file=file, actor=SYSTEM(region), progress=_moving(bar))
    click.echo(f"新增 {done.new} 行，已有 {done.known} 行。 {done.new} rows new, {done.known} known already.")


def _moving(bar: "click._termui_impl.ProgressBar[int]") -> Progress:
    def move(done: int, of: int) -> None:
        bar.length = of
        bar.update(max(0, done - bar.pos))

    return move


@click.group("account")
def account() -> None:
    """账号 Accounts people sign in with."""


@account.command("open")
@click.argument("username")
@click.option("--name", required=True, help="姓名 The person's name.")
@click.option("--role", required=True, help="角色 The role, by its key in the playbook.")
@click.option("--at", required=True, help="单位代码 Code of the unit where the post is.")
@REGION
@PASSWORD
def open_one(username: str, *, name: str, role: str, at: str, code: str, password: str) -> None:
    """Enrol a person, appoint them and open their account: the first organiser of a house, say."""
    region = region_named(code)
    where, actor = unit_at(region, at), SYSTEM(region)
    if where is None:
        raise refusals.unknown_unit(at)
    with transaction.atomic():
        found = enrol_person(region, name=name, actor=actor)
        appoint(found, role=role, unit=where, actor=actor)
        open_account(username, person=found, password=password, actor=actor)
    click.echo(f"已开通 {username}。 Opened: sign in with this name and the password.")


@account.command("password")
@click.argument("username")
@PASSWORD
def give_password(username: str, *, password: str) -> None:
    """Give the account another password; whoever is signed in with the old one is signed out."""
    found = _account(username)
    assert found.person
    reset_password(found, password=password, actor=SYSTEM(found.person.region_id))
    click.echo("已更改。 Changed.")


@click.group("registry")
def registry() -> None:
    """花名册 The registry as a whole."""


@registry.command("check")
@REGION
def check(code: str) -> None:
    """Name whatever does not hold, where it is and what to do; exits with 1 if anything is."""
    regions = [region_named(code)] if code else list(Region.objects.order_by("code"))
    found = [finding for region in regions for finding in findings(region)]
    for finding in found:
        click.echo(str(finding))
    click.echo(f"发现 {len(found)} 处不合。 {len(found)} findings.")
    sys.exit(1 if found else 0)


COMMANDS = [token, region, unit, person, account, registry, *GROUPS]
for group in (unit, person, account):
    for command in FURTHER[group.name or ""]:
        group.add_command(command)
