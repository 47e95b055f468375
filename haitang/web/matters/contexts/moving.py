"""The page of one move: its form, or why it can no longer be made."""

from dataclasses import dataclass

from django.urls import reverse

from haitang.kernel.matters.models import Matter
from haitang.lib.text import Text
from haitang.ui.asked import MoveForm


@dataclass(frozen=True)
class MovePage:
    """``conflict`` says who was faster; ``unsent`` is what was typed where no form is left to keep it."""

    number: str
    title: str
    label: Text
    help: Text | None
    url: str
    matter_url: str
    form: MoveForm | None
    shown: bool
    conflict: str = ""
    unsent: str = ""


def move_page(matter: Matter, form: MoveForm, *, conflict: str = "") -> MovePage:
    """The form of a move."""
    asked = form.asked
    return MovePage(
        number=matter.number,
        title=matter.title,
        label=asked.label,
        help=asked.move.help,
        url=reverse("matters:move", args=[matter.number, asked.key]),
        matter_url=reverse("matters:matter", args=[matter.number]),
        form=form,
        shown=asked.move.shown,
        conflict=conflict,
    )


def unsent_page(matter: Matter, note: str, conflict: str, *, onward: str) -> MovePage:
    """The move that is not open any more; *note* was written for it in vain, *onward* is where to look."""
    return MovePage(
        number=matter.number,
        title=matter.title,
        label=Text(zh="没有办成", en="Not done"),
        help=None,
        url="",
        matter_url=onward,
        form=None,
        shown=False,
        conflict=conflict,
        unsent=note,
    )
