"""What everyone may read of a sentence, and how it is shown beforehand to whoever lets it out."""

from dataclasses import dataclass

from haitang.desks.requests.wording import said_for_everyone
from haitang.kernel.matters.api import Kind, names_behind
from haitang.kernel.matters.models import Matter
from haitang.kernel.registry.api import SYSTEM, names_known
from haitang.lib.naming import anonymous, candidates, doors, names
from haitang.lib.redaction import traces

WHY = "公开前比对姓名 comparing names before it is let out"


@dataclass(frozen=True)
class Preview:
    """How *text* will stand for everyone; ``gone`` is blacked out, ``doubtful`` may be names.

    It is read from the text alone. Names that the house knows go as well when the text goes out; were they
    compared beforehand, whoever writes could ask of any name whether the house knows it.
    """

    text: str
    gone: tuple[str, ...]
    doubtful: tuple[str, ...]


def for_everyone(matter: Matter, kind: Kind, *, looked_over: bool) -> str:
    """The public words of *matter* as they may stand; without doubtful names unless *looked_over*."""
    said = said_for_everyone(matter, kind)
    return anonymous(said, _known(matter, said), doubtful=not looked_over).strip() if said else ""


def preview(text: str) -> Preview:
    """What becomes of *text*, before anyone else reads it; nobody is looked up for it."""
    sure = [text[one.start : one.end] for one in traces(text)]
    sure += [text[one.start : one.end] for one in (*doors(text), *names(text)) if one.sure]
    shown = anonymous(text)
    maybe = [shown[one.start : one.end] for one in names(shown) if not one.sure]
    return Preview(shown, tuple(dict.fromkeys(sure)), tuple(dict.fromkeys(maybe)))


def _known(matter: Matter, text: str) -> set[str]:
    """Names that are known: of those who asked, and of people of the registry that *text* could mean."""
    asked = names_behind(matter, actor=SYSTEM(matter.region_id), why=WHY)
    return asked | names_known(matter.region_id, candidates(text))
