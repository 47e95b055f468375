"""One's own page."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from haitang.kernel.registry.api import issue_token, person_of, revoke_token
from haitang.lib.diagnostics import Refusal
from haitang.ui.loaders import ActorRequest, or_404, posted, signed_in
from haitang.ui.words import both, language
from haitang.web.contexts.me import me_page, my_export, my_post, my_token
from haitang.web.forms import TokenForm


@signed_in
def show(request: ActorRequest) -> HttpResponse:
    """Posts, keys, two-factor, who looked, the way out."""
    return _page(request, TokenForm(list(request.actor.posts)))


@signed_in
@posted("web:me")
def issue(request: ActorRequest) -> HttpResponse:
    """A key for a program; its secret is shown this once."""
    form = TokenForm(list(request.actor.posts), request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    post = or_404(my_post(request.actor, form.cleaned_data["post"]))
    try:
        _, secret = issue_token(post, label=form.cleaned_data["label"], actor=request.actor)
    except Refusal as refusal:
        form.add_error(None, refusal.into(language()))
        return _page(request, form, status=422)
    return _page(request, TokenForm(list(request.actor.posts)), secret=secret)


@signed_in
@posted("web:me")
def revoke(request: ActorRequest, pk: int) -> HttpResponse:
    """The key opens nothing any more."""
    revoke_token(or_404(my_token(request.actor, pk)), actor=request.actor)
    messages.success(request, both("密钥已吊销。", "The key is revoked."))
    return redirect("web:me")


@signed_in
def export(request: ActorRequest) -> HttpResponse:
    """All that is kept of me, as a file."""
    person = or_404(person_of(request.actor))
    answer = JsonResponse(
        my_export(request.actor, person), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Content-Disposition"] = f'attachment; filename="haitang-{person.uuid}.json"'
    answer["Cache-Control"] = "no-store"
    return answer


def _page(request: ActorRequest, form: TokenForm, *, secret: str = "", status: int = 200) -> HttpResponse:
    person = or_404(person_of(request.actor))
    context = {"page": me_page(request.actor, person), "form": form, "secret": secret}
    answer = render(request, "web/me.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
