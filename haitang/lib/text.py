"""A sentence in the two languages the house speaks, side by side."""

from difflib import get_close_matches
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict

Language = Literal["zh", "en"]


class Text(BaseModel):
    """One label or sentence, Chinese first; both must be given so that English is never half done."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str

    def into(self, language: str) -> str:
        """The words in *language* (a Django code such as ``zh-hans`` or ``en``)."""
        return self.en if language.startswith("en") else self.zh

    @classmethod
    def both(cls, words: str) -> Self:
        """The same *words* in both languages: for names that are not translated."""
        return cls(zh=words, en=words)


def some(number: int, one: str, many: str = "") -> str:
    """``1 day``, ``2 days``: in English a number changes the word."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def whole_number(said: str, *, digits: int = 17) -> int | None:
    """The number that *said* writes in plain digits, up to so many; None for anything else, ``²`` too."""
    return int(said) if said.isascii() and said.isdigit() and len(said) <= digits else None


def nearest(word: str, known: list[str]) -> str | None:
    """The known word a person most likely meant by *word*, if any is near."""
    found = get_close_matches(word, known, n=1, cutoff=0.6)
    return found[0] if found else None
