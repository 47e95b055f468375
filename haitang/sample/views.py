"""Sign in as one of the sample people, with one click and no password."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from haitang.sample.queries import open_answer, sample_account, sample_people
from haitang.ui.loaders import or_404


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The table of sample people; a POST signs in as one of them."""
    if settings.HTTPS:
        raise Http404
    if request.method != "POST":
        wanted = request.GET.get("next", "")
        context = {"people": sample_people(), "next": wanted, "answer": open_answer()}
        return render(request, "sample/sign_in.html", context)
    account = or_404(sample_account(request.POST.get("username", "")))
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    return redirect(_safe(request) or settings.LOGIN_REDIRECT_URL)


def _safe(request: HttpRequest) -> str:
    """Where the person was going, if it is one of our own pages."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else ""
