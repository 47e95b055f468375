"""Changes of the register, each on a page of its own: what is asked, and once it is done the way back."""

from django.http import HttpResponse
from django.urls import reverse

from haitang.kernel.registry.api import (
    appoint,
    change_person,
    change_unit,
    close_unit,
    end_post,
    ending_with,
    erase_person,
    move_unit,
    unit_at,
    units_below,
    withdraw_post,
)
from haitang.kernel.registry.models import Unit
from haitang.lib.clock import today
from haitang.ui.loaders import ActorRequest, or_404, signed_in
from haitang.ui.worded import WordedForm
from haitang.ui.words import both, language, say
from haitang.web import register_forms as asks
from haitang.web.asking import ActPage, asked, sent
from haitang.web.contexts.following import closing_tells, erasing_tells, moving_tells
from haitang.web.contexts.register import person_picked, person_to_change, post_to_end, unit_to_change


@signed_in
def appoint_here(request: ActorRequest, pk: int) -> HttpResponse:
    """Give somebody a post at the unit."""
    unit = or_404(unit_to_change(request.actor, pk, "registry.appoint"))
    form = asks.AppointForm(sent(request), unit=unit, actor=request.actor, language=language())
    back = reverse("web:unit", args=[unit.pk])

    def act() -> object:
        said = form.cleaned_data
        person = or_404(person_picked(request.actor, said["who"]))
        return appoint(person, role=said["role"], unit=unit, since=said["since"], actor=request.actor)

    page = ActPage(
        both(f"在{unit.name}任命职务", f"Appoint at {unit.name}"),
        both("权限随职务而来，从那天起有效。", "What one may do comes with the post, from that day."),
        both("任命", "Appoint"),
        both("已任命。", "Appointed."),
        back,
        back,
    )
    return asked(request, form, act, page)


@signed_in
def end(request: ActorRequest, pk: int) -> HttpResponse:
    """End a post, or take back one that has not begun."""
    post = or_404(post_to_end(request.actor, pk))
    back = reverse("web:unit", args=[post.unit_id])
    what = f"{post.person.name} · {say(post.role.label)} · {post.unit.name}"
    if post.since > today():
        page = ActPage(
            both("撤回任命", "Take back an appointment"),
            what,
            both("撤回", "Take it back"),
            both("已撤回。", "Taken back."),
            back,
            back,
            danger=True,
        )
        blank = asks.TakeBackForm(sent(request), language=language())
        return asked(request, blank, lambda: withdraw_post(post, actor=request.actor) or True, page)
    form = asks.EndForm(sent(request), language=language())
    page = ActPage(
        both("免去职务", "End a post"),
        what,
        both("免去", "End it"),
        both("已免去，过去的记录不变。", "Ended; what was done before stays."),
        back,
        back,
        danger=True,
    )
    return asked(
        request,
        form,
        lambda: end_post(post, on=form.ends_on, why=form.cleaned_data["why"], actor=request.actor),
        page,
    )


@signed_in
def rename(request: ActorRequest, pk: int) -> HttpResponse:
    """Give the unit another name or code."""
    unit = or_404(unit_to_change(request.actor, pk, "registry.units"))
    initial = {"name": unit.name, "code": unit.code}
    form = asks.RenameForm(sent(request), initial=initial, language=language())
    back = reverse("web:unit", args=[unit.pk])
    page = ActPage(
        both(f"{unit.name}改名称", f"Rename {unit.name}"),
        both("过去的记录也用新名称显示。", "What was recorded before is shown under the new name too."),
        both("改好", "Rename"),
        both("已修改。", "Changed."),
        back,
        back,
    )
    return asked(request, form, lambda: change_unit(unit, actor=request.actor, **form.cleaned_data), page)


@signed_in
def move(request: ActorRequest, pk: int) -> HttpResponse:
    """Hang the unit under another one."""
    unit = or_404(unit_to_change(request.actor, pk, "registry.units"))
    form = asks.UnitMoveForm(sent(request), actor=request.actor, language=language())
    back = reverse("web:unit", args=[unit.pk])

    def act() -> object:
        target = or_404(unit_at(unit.region_id, form.cleaned_data["under"]))
        return move_unit(unit, under=target, on=form.cleaned_data["on"], actor=request.actor)

    page = ActPage(
        both(f"把{unit.name}移到别处", f"Move {unit.name}"),
        both(
            "下级一起移动；那天以前的数字仍算在原来的上级。",
            "All below moves with it; figures of days before stay with the unit it lay under.",
        ),
        both("移动", "Move"),
        both("已移动。", "Moved."),
        back,
        back,
        follows=lambda: _moving_tells(request, unit, form),
    )
    return asked(request, form, act, page)


@signed_in
def close(request: ActorRequest, pk: int) -> HttpResponse:
    """Close the unit with its last day, and with all below it or once that has moved."""
    unit = or_404(unit_to_change(request.actor, pk, "registry.units"))
    below = bool(units_below(unit, today(), most=1))
    form = asks.CloseForm(sent(request), unit=unit, actor=request.actor, below=below, language=language())
    back = reverse("web:unit", args=[unit.pk])

    def act() -> object:
        return close_unit(
            unit,
            on=form.ends_on,
            end_posts=form.cleaned_data["end_posts"],
            why=form.cleaned_data["why"],
            with_below=form.cleaned_data.get("below") == "close",
            below_to=_named(unit, form, "below_to") if form.cleaned_data.get("below") == "move" else None,
            heir=_named(unit, form, "heir"),
            actor=request.actor,
        )

    page = ActPage(
        both(f"撤销{unit.name}", f"Close {unit.name}"),
        both(
            "下级可以一并撤销，也可以同时移到别处；过去的记录都留着。",
            "What lies below is closed with it, or moved; all of its past stays.",
        ),
        both("撤销", "Close"),
        both("已撤销。", "Closed."),
        back,
        back,
        danger=True,
        follows=lambda: closing_tells(unit, form.ends_on, form.cleaned_data),
    )
    return asked(request, form, act, page)


def _moving_tells(request: ActorRequest, unit: Unit, form: WordedForm) -> list[str]:
    return moving_tells(unit, _named(unit, form, "under"), form.cleaned_data["on"], request.actor)


def _named(unit: Unit, form: WordedForm, field: str) -> Unit | None:
    said = form.cleaned_data.get(field)
    return or_404(unit_at(unit.region_id, said)) if said else None


@signed_in
def change(request: ActorRequest, pk: int) -> HttpResponse:
    """Edit what is known of a person."""
    person = or_404(person_to_change(request.actor, pk))
    form = asks.PersonForm(sent(request), person=person, language=language())
    back = reverse("web:person", args=[person.pk])
    page = ActPage(
        both(f"修改{person.name}的信息", f"Edit {person.name}"),
        both("只记工作用得着的。", "Only what the work needs is kept."),
        both("改好", "Save"),
        both("已修改。", "Changed."),
        back,
        back,
    )
    return asked(request, form, lambda: change_person(person, actor=request.actor, **form.changes), page)


@signed_in
def erase(request: ActorRequest, pk: int) -> HttpResponse:
    """Empty everything personal of somebody; the name must be typed."""
    person = or_404(person_to_change(request.actor, pk))
    form = asks.PersonEraseForm(sent(request), person=person, language=language())
    page = ActPage(
        both(f"抹去{person.name}的个人信息", f"Erase {person.name}"),
        both(
            "姓名、电话、身份证号和生日都会清空，职务、联系和账号今天结束。不能恢复。",
            "Name, phone, identity number and birthday are emptied; posts, ties and account end today. "
            "There is no way back.",
        ),
        both("抹去", "Erase"),
        both("已抹去。", "Erased."),
        reverse("web:person", args=[person.pk]),
        reverse("web:units"),
        danger=True,
        warns=erasing_tells(*ending_with(person, today())),
    )

    def act() -> object:
        return erase_person(person, why=form.cleaned_data["why"], actor=request.actor)

    return asked(request, form, act, page)
