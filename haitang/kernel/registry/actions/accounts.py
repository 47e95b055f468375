"""Ways in: accounts for people, tokens for programs. What either may do hangs on posts alone."""

import secrets
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from haitang.kernel.registry.actions.stamp import hold
from haitang.kernel.registry.actors import Actor, token_digest
from haitang.kernel.registry.conditions import require_may_grant, require_not_erased
from haitang.kernel.registry.models import Account, ApiToken, Person, Post
from haitang.kernel.registry.rules import OverPerson, require, require_rule
from haitang.kernel.registry.spans import holds_on, overlapping
from haitang.lib import clock
from haitang.lib.diagnostics import Conflict, Refusal

OPENS_ACCOUNTS = OverPerson("registry.accounts")


@transaction.atomic
def open_account(
    username: str,
    *,
    person: Person,
    actor: Actor,
    password: str | None = None,
    email: str = "",
    is_sample: bool = False,
) -> Account:
    """An account for *person*; without a password one signs in by the county's own directory only."""
    hold(person.region_id)
    require_rule(actor, OPENS_ACCOUNTS, person)
    require_not_erased(person)
    _require_may_hold_all(person, actor)
    if not username or len(username) > 60 or username != username.strip():
        raise Refusal(
            "registry.username",
            zh="请填写用户名，不超过 60 字，前后没有空格。",
            en="Give a user name of at most 60 characters, without blanks around it.",
            field="username",
        )
    if Account.objects.filter(username=username).exists() or Account.objects.filter(person=person).exists():
        raise Conflict(
            "registry.account_exists",
            zh="用户名已被使用，或此人已有账号。",
            en="The user name is taken, or this person has an account already.",
            field="username",
        )
    account = Account(username=username, person=person, email=email, is_sample=is_sample)
    _give_password(account, password)
    account.save(force_insert=True)
    return account


@transaction.atomic
def reset_password(account: Account, *, password: str, actor: Actor) -> Account:
    """Give the account another password; whoever is signed in with the old one is signed out."""
    _require_over(account, actor)
    _give_password(account, password)
    account.save(update_fields=["password"])
    return account


@transaction.atomic
def close_account(account: Account, *, actor: Actor) -> Account:
    """Nobody comes in by this account any more, nor by the person's tokens; the posts are not touched."""
    _require_over(account, actor)
    account.is_active = False
    account.save(update_fields=["is_active"])
    tokens = ApiToken.objects.filter(post__person=account.person_id, revoked_at=None)
    tokens.update(revoked_at=clock.now())
    return account


@transaction.atomic
def issue_token(
    post: Post, *, label: str, actor: Actor, expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A token worth exactly *post*, and its secret: shown this once, kept only as a digest."""
    require(actor, "registry.accounts", post.unit)
    require_may_grant(post.role, post.unit, actor)
    if not label.strip() or len(label) > 60:
        raise Refusal(
            "registry.token_label",
            zh="请写明密钥用在哪里，不超过 60 字。",
            en="Say in at most 60 characters what the token is for.",
            field="label",
        )
    if post.until is not None and not holds_on(clock.today(), post.since, post.until):
        raise Refusal(
            "registry.post_ended",
            zh="这项职务已经结束，不能再取密钥。",
            en="The post has ended; no token is issued for it.",
            field="post",
        )
    if Account.objects.filter(person=post.person_id, is_active=False).exists():
        raise Refusal(
            "registry.account_closed",
            zh="此人的账号已停用，不能再取密钥。",
            en="The person's account is closed; no token is issued.",
            field="post",
        )
    secret = f"ht_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        digest=token_digest(secret), post=post, label=label.strip(), expires_at=expires_at
    )
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, actor: Actor) -> ApiToken:
    """The token opens nothing any more, from this moment; one's own can always be revoked."""
    if actor.person_id is None or actor.person_id != token.post.person_id:
        require(actor, "registry.accounts", token.post.unit)
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        token.save(update_fields=["revoked_at"])
    return token


def _require_over(account: Account, actor: Actor) -> None:
    """One who may set a password may sign in as that person: so only over those with no more abilities."""
    assert account.person is not None  # accounts are opened for people alone
    require_rule(actor, OPENS_ACCOUNTS, account.person)
    _require_may_hold_all(account.person, actor)


def _require_may_hold_all(person: Person, actor: Actor) -> None:
    """All that the person is worth, now or later: by posts, and by ties that give a role."""
    lasting = overlapping(clock.today(), None)
    for post in person.posts.filter(lasting).select_related("role", "unit"):
        require_may_grant(post.role, post.unit, actor)
    giving = person.ties_from.filter(lasting, kind__gives__isnull=False, to_unit__isnull=False)
    for tie in giving.select_related("kind__gives", "to_unit"):
        assert tie.kind.gives is not None  # asked for just above
        assert tie.to_unit is not None
        require_may_grant(tie.kind.gives, tie.to_unit, actor)


def _give_password(account: Account, password: str | None) -> None:
    if password is None:
        account.set_unusable_password()
        return
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Refusal(
            "registry.weak_password",
            zh="密码至少 10 位，且不能是常见密码。",
            en="A password has at least 10 characters and is not a common one.",
            field="password",
        ) from error
    account.set_password(password)
