"""Whose calendar an address leads to; no address leads on when the post ended or the account was closed."""

from datetime import date

from haitang.desks.rota.declare import Rota
from haitang.desks.rota.feed import FeedAddress
from haitang.desks.rota.models import Turn
from haitang.desks.rota.queries import calendar_key_of, sits_in, turns_sat
from haitang.kernel.registry.api import actor_of_person, person_keyed


def calendar_at(word: FeedAddress, *, since: date) -> list[tuple[Turn, Rota]] | None:
    """The turns that the address shows; None where it was shut, made anew, or nobody sits there any more."""
    person = person_keyed(word.person)
    account = getattr(person, "account", None)
    if person is None or account is None or not account.is_active:
        return None
    key = calendar_key_of(person)
    if key.shut_at or key.turned != word.turned:
        return None
    actor = actor_of_person(person)
    return turns_sat(actor, since=since) if sits_in(actor) else None
