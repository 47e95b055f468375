"""``haitang region``: open a county. ``haitang token``: keys for programs, worth one post each."""

import click

from haitang.kernel.registry.actions.accounts import issue_token
from haitang.kernel.registry.actions.units import open_region
from haitang.kernel.registry.actors import SYSTEM
from haitang.kernel.registry.models import Account, Post
from haitang.kernel.registry.spans import standing
from haitang.lib import clock
from haitang.lib.diagnostics import Refusal


@click.group("token")
def token() -> None:
    """接口密钥 Keys for programs."""


@token.command("issue")
@click.argument("username")
@click.option("--role", default="", help="职务 The post's role, where the person holds several.")
@click.option("--label", default="command line", help="用途 What the token is for.")
def issue(username: str, role: str, label: str) -> None:
    """Print a token for a post of USERNAME; it is shown this once and kept only as a digest."""
    post = _post(username, role)
    _, secret = issue_token(post, label=label, actor=SYSTEM(post.region_id))
    click.echo(secret)


def _post(username: str, role: str) -> Post:
    account = Account.objects.filter(username=username).first()
    if account is None or account.person_id is None:
        zh, en = f"没有名为“{username}”的账号。", f'There is no account "{username}".'
        raise Refusal("token.unknown_account", zh=zh, en=en)
    held = Post.objects.filter(standing(clock.today()), person=account.person_id).select_related(
        "role", "unit"
    )
    posts = [post for post in held if role in {"", post.role.key}]
    if len(posts) != 1:
        listed = ", ".join(f"{post.role.key} ({post.unit.name})" for post in held)
        zh, en = f"请用 --role 选一个职务:{listed}。", f"Choose one post with --role: {listed}."
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
    click.echo(f"已建立 {opened.name}({opened.code})。 Opened; now apply a playbook to it.")


COMMANDS = [token, region]
