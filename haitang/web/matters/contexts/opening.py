"""Opening a matter for somebody: which kind, where, what is asked."""

from dataclasses import dataclass

from haitang.kernel.matters.api import MatterKind
from haitang.kernel.registry.api import Actor, region_of
from haitang.kernel.registry.models import Region, Unit
from haitang.lib.text import Text
from haitang.ui.loaders import ActorRequest
from haitang.ui.units import Groups, unit_groups, units_of
from haitang.ui.words import language
from haitang.web.matters.contexts.words import (
    category_choices,
    channel_choices,
    matters_section,
    may_open,
    new_words,
)
from haitang.web.matters.forms import OpenForm


@dataclass(frozen=True)
class Opening:
    """One kind that *actor* may open; ``region`` is where."""

    kind: str
    spec: MatterKind
    actor: Actor
    region: Region

    @property
    def label(self) -> Text:
        """What is opened."""
        return self.spec.label

    @property
    def new(self) -> Text:
        """What taking one down is called."""
        return new_words(self.spec.label)

    def unit(self, pk: str) -> Unit | None:
        """The unit chosen, which the form has checked was offered."""
        return next(iter(units_of(self.region.pk, [pk])), None)


def opening(actor: Actor, kind: str) -> Opening | None:
    """The kind, if there is one that *actor* may open."""
    spec = matters_section(actor).matters.get(kind)
    if spec is None or not may_open(actor, spec):
        return None
    return Opening(kind, spec, actor, region_of(actor))


def open_form(what: Opening, request: ActorRequest) -> OpenForm:
    """The form, empty or as it was sent."""
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    section, units = matters_section(what.actor), _units(what)
    form = OpenForm(
        *given,
        units=units,
        channels=channel_choices(section, staff=True),
        categories=category_choices(what.actor, what.spec.categories),
        asks={key: what.spec.fields[key] for key in what.spec.flow.opening.ask},
        takes=what.spec.takes,
        actor=what.actor,
        language=language(),
        contact=what.spec.public,
    )
    form.initial["unit"] = _first_guess(what, units)
    return form


def _first_guess(what: Opening, units: Groups) -> str:
    """The only unit there is, or of what staff bring up themselves their own; a resident's is asked for."""
    offered = {pk for _, group in units for pk, _ in group}
    own = () if what.spec.public else (str(post.unit_id) for post in what.actor.posts)
    return next((pk for pk in own if pk in offered), "") or (offered.pop() if len(offered) == 1 else "")


def channels_kept(what: Opening) -> list[str]:
    """The ways of coming in that a phone may keep without a network."""
    found = matters_section(what.actor).channels.items()
    return [key for key, one in found if one.staff and one.offline_days]


def _units(what: Opening) -> Groups:
    """Where it may have happened, as far as the actor's own reach goes."""
    reach = what.actor.paths("matters.open")
    return unit_groups(what.region.pk, kinds=what.spec.at, language=language(), within=reach)
