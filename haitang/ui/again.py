"""A form that came again with other words: whoever sent it is led to what it made first, and told."""

from django.contrib import messages
from django.http import HttpRequest

from haitang.lib.diagnostics import SentAlready
from haitang.ui.words import both, language


def tell_sent_already(request: HttpRequest, already: SentAlready) -> None:
    """Say so on the next page, which shows what was sent then; it stays until the page is left."""
    here = both("这里是当时交的。", " Here is what was sent then.")
    messages.warning(request, already.into(language()) + here, extra_tags="keep")
