"""A person's page: posts and standing; the phone number only for a reason that the person can read."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from haitang.kernel.registry.api import look_at_phone
from haitang.kernel.registry.models import Person
from haitang.lib.diagnostics import Refusal
from haitang.ui.loaders import ActorRequest, or_404, posted, signed_in
from haitang.ui.words import language
from haitang.web.contexts.people import may_look, person_for, person_page
from haitang.web.contexts.register import person_doors
from haitang.web.forms import LookForm


@signed_in
def show(request: ActorRequest, pk: int) -> HttpResponse:
    """Who they are here."""
    return _page(request, or_404(person_for(request.actor, pk)), LookForm())


@never_cache
@signed_in
@posted("web:person", "pk")
def phone(request: ActorRequest, pk: int) -> HttpResponse:
    """Look at the number: with a reason, and written down."""
    person = or_404(person_for(request.actor, pk))
    if not may_look(request.actor, person):
        raise Http404
    form = LookForm(request.POST)
    if form.is_valid():
        try:
            number = look_at_phone(person, actor=request.actor, why=form.cleaned_data["why"])
        except Refusal as refusal:
            form.add_error("why", refusal.into(language()))
        else:
            return _page(request, person, LookForm(), number=number)
    return _page(request, person, form, status=422)


def _page(
    request: ActorRequest, person: Person, form: LookForm, *, number: str = "", status: int = 200
) -> HttpResponse:
    page = person_page(request.actor, person, phone=number)
    context = {"page": page, "form": form, "doors": person_doors(request.actor, person)}
    return render(request, "web/person.html", context, status=status)
