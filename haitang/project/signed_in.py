"""What is kept of how a person signs in, for them to take away; their sessions end when they are erased."""

from collections.abc import Mapping

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount

from haitang.kernel.registry.api import Actor, Keeper
from haitang.kernel.registry.models import Account, Person
from haitang.ui.actions import forget_sessions


def _account(person: Person) -> Account | None:
    return Account.objects.filter(person=person).first()


def _export(person: Person) -> Mapping[str, object]:
    account = _account(person)
    if account is None:
        return {}
    addresses = EmailAddress.objects.filter(user=account).order_by("pk")
    proofs = Authenticator.objects.filter(user=account).order_by("pk")
    directories = SocialAccount.objects.filter(user=account).order_by("pk")
    return {
        "email": account.email,
        "created_at": account.created_at,
        "last_login": account.last_login,
        "addresses": list(addresses.values("email", "verified", "primary")),
        "proofs": list(proofs.values("type", "created_at", "last_used_at")),
        "directories": list(directories.values("provider", "uid", "extra_data", "last_login")),
    }


def _forget(person: Person, actor: Actor) -> None:
    account = _account(person)
    if account is not None:
        forget_sessions(account, actor=actor)


KEEPER = Keeper("account", _export, _forget)
