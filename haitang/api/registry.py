"""Whose token, which units, which declared kinds."""

from collections.abc import Mapping

from ninja import Query, Router

from haitang.api.answers import FAULTS, beyond, only_known
from haitang.api.auth import TokenRequest
from haitang.api.shapes import FieldOut, KindOut, KindsOut, MeOut, PostOut, TextOut, UnitOut, UnitsWanted
from haitang.kernel.ledger.api import LedgerSection
from haitang.kernel.matters.api import MattersSection
from haitang.kernel.playbooks.api import AnyField, ChoiceField, holding_at
from haitang.kernel.registry.api import units_seen
from haitang.lib.text import Text

router = Router()


@router.get("/me", response={200: MeOut, **FAULTS}, summary="这把密钥 Whose token this is")
def me(request: TokenRequest) -> MeOut:
    """The post the token is worth and the abilities it gives."""
    actor = request.auth
    posts = [
        PostOut(role=post.role, label=TextOut.of(post.label), unit=post.unit_id, unit_name=post.unit_name)
        for post in actor.posts
    ]
    return MeOut(person=actor.person_id, posts=posts, abilities=sorted(actor.abilities))


@router.get("/units", response={200: list[UnitOut], **FAULTS}, summary="单位 Units")
def units(request: TokenRequest, wanted: Query[UnitsWanted]) -> list[UnitOut]:
    """The units the token may see, in order of id."""
    only_known(request, wanted)
    found = units_seen(request.auth)
    last = beyond(found, "pk", wanted)
    if last:
        found = found.filter(pk__gt=last.pk)
    if wanted.kind:
        found = found.filter(kind__key=wanted.kind)
    if wanted.code:
        found = found.filter(code=wanted.code)
    return [UnitOut.of(unit) for unit in found.order_by("pk")[: wanted.limit]]


@router.get("/kinds", response={200: KindsOut, **FAULTS}, summary="类别 Declared kinds")
def kinds(request: TokenRequest) -> KindsOut:
    """The kinds of entry and matter that hold at the token's unit, with the fields they ask."""
    actor = request.auth
    house = holding_at(actor.region_id, actor.posts[0].unit_path)
    return KindsOut(
        entries=[
            kind_out(key, kind.label, kind.fields)
            for key, kind in house.section(LedgerSection).entries.items()
        ],
        matters=[
            kind_out(key, kind.label, kind.fields)
            for key, kind in house.section(MattersSection).matters.items()
        ],
    )


def kind_out(key: str, label: Text, fields: Mapping[str, AnyField]) -> KindOut:
    """A declared kind as it leaves."""
    return KindOut(
        key=key,
        label=TextOut.of(label),
        fields=[
            FieldOut(
                key=name,
                kind=spec.kind,
                label=TextOut.of(spec.label),
                required=spec.required,
                counted=spec.count,
                options={one: TextOut.of(option.label) for one, option in spec.options.items()}
                if isinstance(spec, ChoiceField)
                else {},
            )
            for name, spec in fields.items()
        ],
    )
