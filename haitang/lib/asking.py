"""Words of an address that nothing knows are refused: a misspelt filter must not show everything."""

from collections.abc import Iterable, Sequence

from haitang.lib.diagnostics import Refusal, Refusals
from haitang.lib.text import nearest


def require_known(said: Iterable[str], known: Sequence[str], *, code: str) -> None:
    """Refuse, all at once, the words of *said* that are not *known*, each with the nearest that is."""
    unknown = [_unknown(word, list(known), code) for word in said if word not in known]
    if unknown:
        raise unknown[0] if len(unknown) == 1 else Refusals(unknown)


def _unknown(word: str, known: list[str], code: str) -> Refusal:
    near, word = nearest(word, known), word[:40]
    zh = f"没有“{word}”这个条件。" + (f"是不是“{near}”？" if near else "")
    en = f'There is no filter "{word}".' + (f' Did you mean "{near}"?' if near else "")
    return Refusal(code, zh=zh, en=en, field=word)
