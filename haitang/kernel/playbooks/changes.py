"""What differs between two playbook texts, said at the declared thing it happens to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from haitang.kernel.playbooks.source import is_leaf
from haitang.lib.text import Text

Action = Literal["+", "~", ">", "-"]
Path = tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One line of a plan: add, change, rename or retire the thing at ``path``."""

    action: Action
    path: Path
    zh: str = ""
    en: str = ""

    def into(self, language: str) -> str:
        """What happens, in *language*."""
        return self.en if language.startswith("en") else self.zh


@dataclass
class Differ:
    """Compares two texts; ``renames`` gives the old path of a renamed thing, ``things`` what has identity."""

    renames: Mapping[Path, Path]
    things: set[Path]
    found: list[Change] = field(default_factory=list)

    def compare(self, before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
        """Every change from *before* to *after*, in the order of the text."""
        self._mappings(before, after, ())
        return self.found

    def _mappings(self, before: dict[str, Any], after: dict[str, Any], path: Path) -> None:
        gone = dict(before)
        for key, value in after.items():
            inner = (*path, key)
            old_key = self.renames[inner][-1] if inner in self.renames else key
            if old_key in gone:
                self._both(gone.pop(old_key), value, inner, old_key)
            elif key != "was" or not is_leaf(value):
                self._one_sided("+", inner, value)
        for key, value in gone.items():
            if key != "was" or not is_leaf(value):
                self._one_sided("-", (*path, key), value)
        self._order(before, after, path)

    def _both(self, before: Any, after: Any, path: Path, old_key: str) -> None:  # reason: YAML values
        if old_key != path[-1]:
            said = ".".join((*path[:-1], old_key))
            self.found.append(Change(">", path, f"由 {said} 改名", f"renamed from {said}"))
        if isinstance(before, dict) and isinstance(after, dict):
            self._mappings(before, after, path)
        elif before != after and path[-1] != "was":
            self._changed(path, f"{_short(before)} → {_short(after)}")

    def _one_sided(self, action: Action, path: Path, value: Any) -> None:  # reason: a YAML value
        if isinstance(value, dict) and self._holds_things(path, value):
            for key, inner in value.items():
                self._one_sided(action, (*path, key), inner)
        elif path in self.things or len(path) <= 2 or isinstance(value, dict):
            label = _label(value) if action == "+" else Text.both("")
            self.found.append(Change(action, path, label.zh, label.en))
        else:
            self._changed(path, f"{action} {_short(value)}")

    def _holds_things(self, path: Path, value: dict[str, Any]) -> bool:  # reason: YAML values
        """Whether *path* is a mere shelf (``fields``), so that what stands on it is what comes or goes."""
        return len(path) == 1 or (
            path not in self.things and any((*path, key) in self.things for key in value)
        )

    def _changed(self, path: Path, words: str) -> None:
        thing = self._thing(path)
        rest = path[len(thing) :]
        if len(rest) > 1 and rest[-1] in {"zh", "en"}:
            rest = rest[:-1]
        said = " ".join([".".join(rest), words]).strip()
        self.found.append(Change("~", thing, said, said))

    def _thing(self, path: Path) -> Path:
        for length in range(len(path), 0, -1):
            if path[:length] in self.things:
                return path[:length]
        return path[:2]

    def _order(self, before: dict[str, Any], after: dict[str, Any], path: Path) -> None:
        old = {self.renames.get((*path, key), (key,))[-1]: key for key in after}
        kept = [old[key] for key in before if key in old]
        if kept != [key for key in after if key in set(kept)]:
            self.found.append(Change("~", path, "顺序变化", "order changed"))


def _label(value: Any) -> Text:  # reason: a YAML value
    """What a thing that comes calls itself: nobody knows it by its key yet."""
    said = value.get("label") if isinstance(value, dict) else None
    if isinstance(said, str):
        return Text.both(said)
    words = said if isinstance(said, dict) else {}
    return Text(zh=str(words.get("zh", "")), en=str(words.get("en", "")))


def _short(value: Any) -> str:  # reason: a YAML value
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= 60 else f'"{value[:57]}…"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "[" + ", ".join(_short(one).strip('"') for one in value) + "]"
    return "{…}" if isinstance(value, dict) else str(value)


def flat(changes: list[Change]) -> Iterator[tuple[Path, list[Change]]]:
    """The changes gathered by the thing they happen to, in the order they were found."""
    by_path: dict[Path, list[Change]] = {}
    for change in changes:
        by_path.setdefault(change.path, []).append(change)
    yield from by_path.items()
