"""Who comes while a write is under way is written with the next; nobody waits in vain."""

import os
import signal
import sys
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event, Lock, Thread, get_ident
from types import CodeType

import pytest

from haitang.lib.gathering import Gathering

#: Far more than any of this takes; only a test that fails waits so long.
PATIENCE = 120


class Book:
    """Where things are written; the first write can be held up, bad things cannot be written."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.alone: list[str] = []
        self.is_held, self.let_go = Event(), Event()
        self._door = Lock()
        self.gathering = Gathering(self.together, self.by_itself)

    def together(self, take: Callable[[], list[str]]) -> list[str]:
        things = take()
        self.batches.append(things)
        if len(self.batches) == 1:
            self.is_held.set()
            assert self.let_go.wait(PATIENCE)
        if "bad" in things:
            raise ValueError("the whole write failed")
        if "interrupt" in things:
            raise SystemExit
        return [thing.upper() for thing in things]

    def by_itself(self, thing: str) -> str:
        with self._door:
            self.alone.append(thing)
        if thing == "bad":
            raise ValueError("this one is bad")
        return thing.upper()

    def gathered(self, pool: ThreadPoolExecutor, *things: str) -> "list[Future[str]]":
        """Have *things* come in this order, all while "first" is being written; then let it be written."""
        first = pool.submit(self.gathering.write, "first")
        assert self.is_held.wait(PATIENCE)
        coming = [first]
        for number, thing in enumerate(things, start=1):
            coming.append(pool.submit(self.gathering.write, thing))
            while self.waiting() < number:
                pass
        self.let_go.set()
        return coming

    def waiting(self) -> int:
        return len(self.gathering._waiting)


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.fixture
def pool():
    with ThreadPoolExecutor(16) as threads:
        yield threads


def test_who_comes_alone_is_written_at_once(book: Book):
    book.let_go.set()
    assert [book.gathering.write(thing) for thing in ("a", "b")] == ["A", "B"]
    assert (book.batches, book.alone) == ([["a"], ["b"]], [])


def test_who_comes_during_a_write_is_written_with_the_next_in_order_each_with_their_own_answer(book, pool):
    answers = book.gathered(pool, "a", "b", "c", "d", "e")
    assert [one.result(PATIENCE) for one in answers] == ["FIRST", "A", "B", "C", "D", "E"]
    assert book.batches == [["first"], ["a", "b", "c", "d", "e"]]
    assert book.alone == []


def test_one_bad_thing_never_fails_its_neighbours(book, pool):
    _, a, bad, b = book.gathered(pool, "a", "bad", "b")
    assert (a.result(PATIENCE), b.result(PATIENCE)) == ("A", "B")
    with pytest.raises(ValueError, match="this one is bad"):
        bad.result(PATIENCE)
    assert sorted(book.alone) == ["a", "b", "bad"]


def test_a_leader_who_is_ended_leaves_nobody_waiting(book, pool):
    _, leader, a, b = book.gathered(pool, "interrupt", "a", "b")
    assert (a.result(PATIENCE), b.result(PATIENCE)) == ("A", "B")
    with pytest.raises(SystemExit):
        leader.result(PATIENCE)
    assert book.gathering.write("after") == "AFTER"


def test_who_cannot_even_begin_writes_alone():
    def never(_take: Callable[[], list[str]]) -> list[str]:
        raise OSError("no turn to be had")

    assert Gathering(never, str.upper).write("a") == "A"


class Interrupted(BaseException):
    pass


def interrupt_once_it_waits(thread: int) -> None:
    """Send the signal while *thread* waits to be woken, however long it takes to come to that.

    Until it is heard: one that comes just before the wait itself interrupts nothing.
    """
    until = time.monotonic() + PATIENCE
    while Gathering._wait.__code__ not in at_work(thread) and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(0.1)
    while Gathering._wait.__code__ in at_work(thread) and time.monotonic() < until:
        os.kill(os.getpid(), signal.SIGUSR1)
        time.sleep(0.1)


def at_work(thread: int) -> list[CodeType]:
    """What *thread* is at, the innermost first."""
    frame, found = sys._current_frames()[thread], []
    while frame:
        found.append(frame.f_code)
        frame = frame.f_back
    return found


def test_a_waiting_caller_who_is_interrupted_is_not_written_and_is_never_made_leader(book, pool):
    heard: list[Interrupted] = []

    def interrupt(*_: object) -> None:
        if not heard:
            heard.append(Interrupted())
            raise heard[0]

    first = pool.submit(book.gathering.write, "first")
    assert book.is_held.wait(PATIENCE)
    before = signal.signal(signal.SIGUSR1, interrupt)
    interrupter = Thread(target=interrupt_once_it_waits, args=(get_ident(),))
    interrupter.start()
    try:
        with pytest.raises(Interrupted):
            book.gathering.write("mine")
    finally:
        interrupter.join()
        signal.signal(signal.SIGUSR1, before)
    book.let_go.set()
    assert first.result(PATIENCE) == "FIRST"
    assert book.gathering.write("after") == "AFTER"
    assert book.batches == [["first"], ["after"]]


@pytest.mark.slow(reason="thousands from many threads")
def test_of_thousands_from_many_threads_each_is_written_once(book, pool):
    book.let_go.set()
    things = [f"thing {number}" for number in range(4000)]
    assert list(pool.map(book.gathering.write, things)) == [thing.upper() for thing in things]
    assert sorted(thing for batch in book.batches for thing in batch) == sorted(things)
    assert book.alone == []
