"""What a desk adds to moves, without the kernel knowing the desk: a reason to refuse one, a sequel to one.

Both within the move's own transaction, however it was made: on a page, by a program, by the clock.
"""

from collections.abc import Callable
from dataclasses import dataclass

from haitang.kernel.matters.kinds import Kind
from haitang.kernel.matters.models import Matter, Step


@dataclass(frozen=True)
class Companion:
    """``before`` raises a :class:`Refusal` against a move about to be made; ``after`` acts upon one made."""

    name: str
    before: Callable[[Matter, Kind, str], None] | None = None
    after: Callable[[Matter, Kind, Step], None] | None = None


_COMPANIONS: dict[str, Companion] = {}


def register_companion(companion: Companion) -> None:
    """Have *companion* asked and told of every move; one of the same name takes its place."""
    _COMPANIONS[companion.name] = companion


def ask_companions(matter: Matter, kind: Kind, move: str) -> None:
    """Let each refuse *move*, which the flow allows."""
    for companion in _COMPANIONS.values():
        if companion.before:
            companion.before(matter, kind, move)


def tell_companions(matter: Matter, kind: Kind, step: Step) -> None:
    """Tell each of a move just made; *matter* stands where it led."""
    for companion in _COMPANIONS.values():
        if companion.after:
            companion.after(matter, kind, step)
