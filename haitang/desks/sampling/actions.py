"""Draw, ask, take an answer, and close: what was answered goes on the ledger without whose it was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction

from haitang.desks.sampling.asking import ASKS_DRAWN
from haitang.desks.sampling.drawing import chosen, digest_of
from haitang.desks.sampling.enums import OPEN, AskedBy, AskingStage
from haitang.desks.sampling.models import DrawnMatter, SampleAnswer, SampleDraw
from haitang.desks.sampling.queries import (
    DrawTurn,
    counted_in,
    draw_of,
    given_in,
    rule_of,
    takes_answers,
)
from haitang.desks.sampling.refusals import answered_already, is_over, no_phone, not_sealed
from haitang.desks.sampling.weighing import GivenAnswer, SampleOutcome, weigh
from haitang.kernel.ledger.api import Channel, Draft, LedgerSection, last_seal_before, record_many
from haitang.kernel.matters.api import contacts_of, opened_contact, reachable
from haitang.kernel.playbooks.api import canonical, clean_answers, compiled, version_of
from haitang.kernel.registry.api import Actor, blind_index, note_look, require_rule, root_of
from haitang.lib import clock
from haitang.lib.diagnostics import Refusals
from haitang.lib.ids import new_id

#: What stands in the list of looks, which the resident is shown.
WHY = "满意度抽查打电话 ringing for the satisfaction sample"


@dataclass(frozen=True)
class ToldAnswer:
    """What a resident answered: alone with the link, from a network *address*, or rung by who acts."""

    answers: Mapping[str, Any]  # reason: a form's own, checked by the entry's fields
    how: AskedBy
    address: str = ""


@transaction.atomic
def make_draw(turn: DrawTurn, *, actor: Actor) -> SampleDraw:  # noqa: ARG001 -- acts name who acts
    """Draw for *turn*, once: repeated, it is the same draw."""
    there = draw_of(turn)
    if there:
        return there
    seal, ended = last_seal_before(turn.starts_on, turn.region.pk), turn.matters
    if seal is None:
        raise not_sealed()
    version = version_of(turn.house)
    assert version is not None  # it holds, so it was applied
    rows = dict(reachable(ended).values_list("uuid", "pk"))
    now = clock.now()
    draw = SampleDraw.objects.create(
        region=turn.region,
        sampling=turn.key,
        version=version,
        starts_on=turn.starts_on,
        ended_from=turn.ended_from,
        ended_until=turn.ended_until,
        sealed_on=seal.day,
        root=seal.root,
        frame="\n".join(str(one) for one in sorted(rows)),
        frame_digest=digest_of(rows),
        ended=ended.count(),
        size=turn.rule.size,
        drawn_at=now,
        ends_on=clock.today() + timedelta(days=turn.rule.open_days),
    )
    drawn = chosen(rows, root=seal.root, name=turn.name, size=turn.rule.size)
    DrawnMatter.objects.bulk_create(
        DrawnMatter(draw=draw, matter_id=rows[one], place=place, due_at=now)
        for place, one in enumerate(drawn, start=1)
    )
    return draw


@transaction.atomic
def note_invited(one: DrawnMatter, *, stage: AskingStage, actor: Actor, tried: bool = True) -> None:  # noqa: ARG001 -- acts name who acts
    """What became of the invitation; again in an hour where it could not go. A night is not a try."""
    # Only where it still waits: with a link that went after all the resident may have answered by now.
    waiting = DrawnMatter.objects.filter(pk=one.pk, stage=AskingStage.WAITING)
    waiting.update(tries=one.tries + tried, due_at=clock.now() + timedelta(hours=1), stage=stage)


@transaction.atomic
def take_answer(one: DrawnMatter, *, told: ToldAnswer, actor: Actor) -> SampleAnswer:
    """What the resident answered, once; by telephone only for who may ask about it."""
    held = _held(one, told.how, actor)
    rule, fields = rule_of(held.draw), _fields(held.draw)
    said = clean_answers(fields, {key: value for key, value in told.answers.items() if key != rule.how})
    _step(held, AskingStage.ANSWERED)
    return SampleAnswer.objects.create(
        drawn=held,
        answers=canonical(said),
        how=told.how,
        by_id=actor.person_id if told.how == AskedBy.CALL else None,
        address=_where(held.draw, told.address),
        at=clock.now(),
    )


@transaction.atomic
def take_refusal(one: DrawnMatter, *, how: AskedBy, actor: Actor) -> None:
    """The resident would rather not answer: counted, and asked no more."""
    _step(_held(one, how, actor), AskingStage.DECLINED)


@transaction.atomic
def note_no_reply(one: DrawnMatter, *, actor: Actor) -> None:
    """Nobody answered the telephone; another day again."""
    held = _held(one, AskedBy.CALL, actor)
    held.rung += 1
    held.rung_on = clock.today()
    held.save(update_fields=["rung", "rung_on"])


@transaction.atomic
def look_to_ring(one: DrawnMatter, *, actor: Actor) -> str:
    """The telephone of who was drawn; the look is written down with its reason."""
    require_rule(actor, ASKS_DRAWN, one)
    if not takes_answers(one.draw):
        raise is_over()
    contact = contacts_of([one.matter_id]).filter(erased_at=None).first()
    phone = opened_contact(contact).phone if contact else ""
    if contact is None or not phone:
        raise no_phone()
    post = actor.posts[0].id if actor.posts else None
    note_look(contact.uuid, field="contact", why=WHY, actor=actor, post=post)
    return phone


@transaction.atomic
def close_draw(draw: SampleDraw, *, actor: Actor) -> SampleOutcome:
    """End *draw*: entries without whose they are, what they come to, and the answers let go."""
    held = SampleDraw.objects.select_for_update(of=("self",)).select_related("region").get(pk=draw.pk)
    if held.over_at:
        return SampleOutcome.model_validate_json(held.outcome)
    rule, given = rule_of(held), given_in(held)
    outcome = weigh(given, rule=rule, counted=counted_in(held))
    report = record_many(_drafts(held, given, outcome), actor=actor)
    if report.refused:
        raise Refusals([refusal for _, refusal in report.refused])
    SampleAnswer.objects.filter(drawn__draw=held).delete()
    held.over_at, held.outcome = clock.now(), outcome.model_dump_json()
    held.save(update_fields=["over_at", "outcome"])
    return outcome


def _drafts(draw: SampleDraw, given: list[GivenAnswer], outcome: SampleOutcome) -> list[Draft]:
    """An entry for each answer, at its unit where enough answered, else at the root; in nobody's order."""
    rule, root, day = rule_of(draw), root_of(draw.region), clock.today()
    shown = {one.unit for one in outcome.units}
    mixed = sorted(given, key=lambda one: canonical(dict(one.answers)))
    return [
        Draft(
            uuid=new_id(),
            kind=rule.writes,
            unit=one.unit if one.unit in shown else root.pk,
            day=day,
            answers={**one.answers, **({rule.how: one.how} if rule.how else {})},
            channel=Channel.SYSTEM,
        )
        for one in mixed
    ]


def _held(one: DrawnMatter, how: AskedBy, actor: Actor) -> DrawnMatter:
    """The row, locked and still to be answered, for the resident or who may ask.

    The draw first, as closing does: an answer is in before it closes, or finds it closed. Locked alone, the
    row would let one in behind the closing, counted nowhere and never let go.
    """
    draw = SampleDraw.objects.select_for_update(of=("self",)).select_related("region").get(pk=one.draw_id)
    held = DrawnMatter.objects.select_for_update(of=("self",)).select_related("matter").get(pk=one.pk)
    held.draw = draw
    if how == AskedBy.CALL:
        require_rule(actor, ASKS_DRAWN, held)
    if not takes_answers(held.draw):
        raise is_over()
    if held.stage not in OPEN:
        raise answered_already()
    return held


def _step(held: DrawnMatter, stage: AskingStage) -> None:
    held.stage = stage
    held.save(update_fields=["stage"])


def _fields(draw: SampleDraw) -> Mapping[str, Any]:  # reason: specs of any kind
    rule = rule_of(draw)
    fields = compiled(draw.version_id).section(LedgerSection).entries[rule.writes].fields
    return {key: spec for key, spec in fields.items() if key != rule.how}


def _where(draw: SampleDraw, address: str) -> str:
    """A digest that tells addresses apart within this draw alone."""
    return blind_index(address, f"sampling {draw.pk}") if address else ""
