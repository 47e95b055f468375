"""Many callers, one writing: whoever comes while a write is under way is written with the next.

A write that must reach the disk costs the same for one thing as for twenty. Nobody waits for company: who
comes alone is written at once. No thread of its own does it either: the first to come writes for all who
came meanwhile, then hands on to the first of those who came during that.
"""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class _Caller(Generic[T, R]):
    """One who waits for ``thing`` to be written; ``answer`` holds the one answer, once there is one."""

    __slots__ = ("answer", "leads", "thing", "woken")

    def __init__(self, thing: T) -> None:
        self.thing = thing
        # A bare lock, let go by whoever wakes this one: an event costs several times as much.
        self.woken = Lock()
        self.woken.acquire()
        self.leads = False
        self.answer: list[R] = []


class Gathering(Generic[T, R]):
    """Writes the things of several threads *together*; *alone* writes one, where that could not be.

    *together* is given a function that hands it all who wait, in the order in which they came, to be called
    when it can begin to write; it answers for each. If it raises, whatever the reason, nothing was written
    as far as anybody knows, and each caller writes *alone*, in the thread and with the connection that are
    their own: one bad thing never fails its neighbours, and each hears of their own trouble. So *alone* must
    find out whether its thing is there already.
    """

    def __init__(
        self, together: Callable[[Callable[[], list[T]]], Sequence[R]], alone: Callable[[T], R]
    ) -> None:
        self._together = together
        self._alone = alone
        self._door = Lock()
        self._waiting: list[_Caller[T, R]] = []
        self._is_led = False

    def write(self, thing: T) -> R:
        """Write *thing*, alone or in company; returns when it is written, raises what kept it from being."""
        caller: _Caller[T, R] = _Caller(thing)
        self._come_in(caller)
        if not caller.leads:
            self._wait(caller)
        if caller.leads:
            self._lead(caller)
        return caller.answer[0] if caller.answer else self._alone(thing)

    def _come_in(self, caller: _Caller[T, R]) -> None:
        with self._door:
            self._waiting.append(caller)
            caller.leads = not self._is_led
            self._is_led = True

    def _wait(self, caller: _Caller[T, R]) -> None:
        try:
            caller.woken.acquire()
        except BaseException:
            # Interrupted: nobody must wait for a leader who has gone.
            with self._door:
                self._waiting = [one for one in self._waiting if one is not caller]
            if caller.leads:
                self._hand_on()
            raise

    def _lead(self, leader: _Caller[T, R]) -> None:
        """Write for all who wait; whatever happens, even to this thread, nobody is left waiting."""
        taken: list[_Caller[T, R]] = []

        def take() -> list[T]:
            taken.extend(self._take())
            return [one.thing for one in taken]

        try:
            for one, answer in zip(taken, self._together(take), strict=True):
                one.answer.append(answer)
        except Exception:  # noqa: BLE001, S110 -- each who has no answer writes alone, and hears why not
            pass
        finally:
            taken = taken or self._take()
            self._hand_on()
            for one in taken:
                if one is not leader:
                    one.woken.release()

    def _take(self) -> list[_Caller[T, R]]:
        with self._door:
            taken, self._waiting = self._waiting, []
        return taken

    def _hand_on(self) -> None:
        with self._door:
            self._is_led = bool(self._waiting)
            if self._is_led:
                self._waiting[0].leads = True
                self._waiting[0].woken.release()
