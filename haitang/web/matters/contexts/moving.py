"""The page of one move: its form, or why it can no longer be made."""

from dataclasses import dataclass

from django.urls import reverse

from haitang.desks.requests.letting_out import Preview, preview
from haitang.kernel.matters.models import Matter
from haitang.lib.naming import without
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
    #: Of a move that lets everyone read about it: how the sentence will stand, and the sentence meant.
    letting_out: Preview | None = None
    looked_over: str = ""


def move_page(matter: Matter, form: MoveForm, *, conflict: str = "") -> MovePage:
    """The form of a move."""
    asked = form.asked
    sentence = public_words(form) if asked.lets_out else ""
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
        letting_out=preview(sentence) if sentence else None,
        looked_over=sentence,
    )


def public_words(form: MoveForm) -> str:
    """The sentence that everyone will read, as it stands in *form*."""
    name = f"answer-{form.asked.lets_out}"
    return str((form.data if form.is_bound else form.initial).get(name) or "").strip()


def strike(form: MoveForm, words: list[str]) -> None:
    """Take *words* out of the sentence that everyone will read."""
    name = f"answer-{form.asked.lets_out}"
    form.cleaned_data[name] = without(str(form.cleaned_data[name]), words)


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
