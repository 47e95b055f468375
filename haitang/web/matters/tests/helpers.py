"""What these tests do again and again."""

from uuid import uuid4

from django.test import Client
from django.urls import reverse

from haitang.desks.requests.tests.county import County
from haitang.kernel.matters.api import ContactDetails, make_move, open_matter
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import RESIDENT


def tell(
    county: County,
    title: str = "六组路灯三盏不亮",
    *,
    at: str = "lake",
    phone: str = "",
    channel: str = "phone",
) -> Matter:
    """What a resident told at a village."""
    contact = ContactDetails("王阿姨", phone) if phone else None
    opened = open_matter(
        "request",
        at=county.units[at],
        actor=RESIDENT(county.region),
        title=title,
        body=f"{title}。晚上走路看不清。",
        channel=channel,
        contact=contact,
        uuid=uuid4(),
    )
    return opened.matter


def step(matter: Matter, move: str, county: County, name: str, **more) -> None:
    """One move by somebody of the county."""
    fresh = Matter.objects.get(pk=matter.pk)
    make_move(fresh, move=move, seen=fresh.serial, client_id=uuid4(), actor=county.actor(name), **more)


def url(page: str, matter: Matter, *more) -> str:
    """The address of one of a matter's pages."""
    return reverse(f"matters:{page}", args=[matter.number, *more])


def form_of(browser: Client, matter: Matter, move: str) -> dict[str, str]:
    """A move's form as its page has it: every field that is filled in already."""
    form = browser.get(url("move", matter, move)).context["page"].form
    return {name: str(form[name].value()) for name in form.fields if form[name].value() is not None}


def press(browser: Client, matter: Matter, move: str, **given):
    """Open the form of a move, fill it in, send it."""
    return browser.post(url("move", matter, move), {**form_of(browser, matter, move), **given})
