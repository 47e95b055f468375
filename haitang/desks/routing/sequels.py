"""What follows where words of a matter go: what was suggested repeats none of them."""

from haitang.kernel.matters.api import Companion
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import SYSTEM


def let_words_go(matter: Matter) -> None:
    """Its words are erased, or numbers were taken out of them: the words that decided go too."""
    from haitang.desks.routing.actions import forget_words  # noqa: PLC0415 -- slow import

    forget_words(matter, actor=SYSTEM(matter.region_id))


COMPANION = Companion("routing", erased=let_words_go, faded=let_words_go)
