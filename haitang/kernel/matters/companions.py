"""What a desk adds to moves, without the kernel knowing the desk: a reason to refuse one, a sequel to one.

Both within the move's own transaction, however it was made: on a page, by a program, by the clock.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from haitang.kernel.matters.kinds import Kind
from haitang.kernel.matters.models import Matter, Step
from haitang.lib.diagnostics import Refusal


@dataclass(frozen=True)
class Companion:
    """``before`` raises a :class:`Refusal` against a move about to be made; ``after`` acts upon one made.

    ``own`` names moves of a kind that mean nothing without what the desk writes down with them: they are
    made on its behalf alone, and no list of open moves offers them otherwise.
    """

    name: str
    own: Callable[[Kind], Collection[str]] = lambda _: ()
    #: Moves that would only be refused as a matter stands now: no list of open moves offers them.
    idle: Callable[[Matter, Kind], Collection[str]] = lambda _matter, _kind: ()
    before: Callable[[Matter, Kind, str], None] | None = None
    after: Callable[[Matter, Kind, Step], None] | None = None
    #: Told when the head of those who go together goes on alone, and who leads the others from here.
    handed: Callable[[Matter, Matter], None] | None = None
    #: Told when the words of a matter are erased by law, to let go of what it kept of them.
    erased: Callable[[Matter], None] | None = None
    #: Told when numbers were taken out of a matter's words, its days being over: what repeats words lets go.
    faded: Callable[[Matter], None] | None = None


_COMPANIONS: dict[str, Companion] = {}


def register_companion(companion: Companion) -> None:
    """Have *companion* asked and told of every move; one of the same name takes its place."""
    _COMPANIONS[companion.name] = companion


def is_anothers(kind: Kind, move: str, behalf: str) -> bool:
    """Whether *move* is a desk's own, and not that of the desk it would be made on *behalf* of."""
    return any(name != behalf and move in one.own(kind) for name, one in _COMPANIONS.items())


def idle_moves(matter: Matter, kind: Kind) -> set[str]:
    """The moves that some desk knows to be of no use to *matter* now."""
    return {key for one in _COMPANIONS.values() for key in one.idle(matter, kind)}


def ask_companions(matter: Matter, kind: Kind, move: str, behalf: str) -> None:
    """Let each refuse *move*, which the flow allows."""
    if is_anothers(kind, move, behalf):
        label = kind.spec.flow.moves[move].label
        zh, en = f"“{label.zh}”请在它自己的页面上办。", f'"{label.en}" is made on a page of its own.'
        raise Refusal("matters.move_of_a_desk", zh=zh, en=en, field="move")
    for companion in _COMPANIONS.values():
        if companion.before:
            companion.before(matter, kind, move)


def tell_companions(matter: Matter, kind: Kind, step: Step) -> None:
    """Tell each of a move just made; *matter* stands where it led."""
    for companion in _COMPANIONS.values():
        if companion.after:
            companion.after(matter, kind, step)


def tell_handed(head: Matter, heir: Matter) -> None:
    """Tell each that *heir* leads those who went with *head*."""
    for companion in _COMPANIONS.values():
        if companion.handed:
            companion.handed(head, heir)


def tell_erased(matter: Matter) -> None:
    """Tell each that the words of *matter* are erased."""
    for companion in _COMPANIONS.values():
        if companion.erased:
            companion.erased(matter)


def tell_faded(matter: Matter) -> None:
    """Tell each that numbers were taken out of the words of *matter*."""
    for companion in _COMPANIONS.values():
        if companion.faded:
            companion.faded(matter)
