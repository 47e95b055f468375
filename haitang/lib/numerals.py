"""Numbers as Chinese documents write them."""

from collections.abc import Mapping

_DIGITS: Mapping[str, int] = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_PLACES: Mapping[str, int] = {"十": 10, "百": 100, "千": 1000}


def chinese_number(words: str) -> int | None:
    """The number that *words* such as 二十二 or 一百零六 say, below ten thousand; None if they say none."""
    total, digit = 0, 0
    for letter in words:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        elif letter in _PLACES:
            # 十五 is short for 一十五.
            total, digit = total + (digit or 1) * _PLACES[letter], 0
        else:
            return None
    return total + digit or None
