"""The table of sample people that ``haitang run`` prints, with columns that line up in both scripts."""

from unicodedata import east_asian_width

from haitang.sample.queries import sample_people

Line = tuple[str, ...]
HEAD: Line = ("角色 role", "单位 unit", "姓名 name", "用户名 username")


def sign_in_table(address: str) -> str:
    """Whom to sign in as, and where."""
    lines = [HEAD, *((who.role.zh, who.unit, who.name, who.username) for who in sample_people())]
    shown = "\n".join(f"  {line}" for line in aligned(lines))
    return (
        f"\n样例县里可以这样登录（一键，不用密码） Sign in with one click at {address}sample/\n{shown}\n"
        f"居民不用登录 A resident needs no account: {address}r/"
    )


def aligned(lines: list[Line]) -> list[str]:
    """The lines with each column as wide as its widest cell; a Chinese character is two wide."""
    widths = [max(width(cell) for cell in column) for column in zip(*lines, strict=True)]
    return [
        "  ".join(cell + " " * (wide - width(cell)) for cell, wide in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]


def width(text: str) -> int:
    """How many columns of a terminal *text* takes."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
