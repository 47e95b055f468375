"""Nothing is fetched from elsewhere, and nothing runs or styles inline: the content policy would stop it."""

import re
from pathlib import Path

import pytest

import haitang

PACKAGE = Path(haitang.__file__).parent
OUR_FILES = sorted(
    path
    for pattern in ("**/templates/**/*.html", "**/static/**/*.css", "**/static/**/*.js", "**/static/**/*.svg")
    for path in PACKAGE.glob(pattern)
)
ELSEWHERE = re.compile(r"""(?:https?:)?//(?!www\.w3\.org/2000/svg)[\w.-]+\.\w+""")
INLINE = re.compile(r"""\sstyle=|\son\w+=["']|<style|<script(?![^>]*(?:src=|application/json))|javascript:""")


@pytest.mark.parametrize("path", OUR_FILES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_nothing_is_fetched_from_elsewhere_or_inline(path):
    text = path.read_text(encoding="utf-8")
    assert not ELSEWHERE.findall(text)
    if path.suffix == ".html":
        assert not INLINE.findall(text)


def test_the_guard_finds_what_is_planted():
    assert ELSEWHERE.search('<script src="https://cdn.example.com/x.js">')
    assert ELSEWHERE.search('<img src="//cdn.example.com/x.png">')
    assert not ELSEWHERE.search('xmlns="http://www.w3.org/2000/svg"')
    assert INLINE.search('<p style="color: red">')
    assert INLINE.search("<script>run()</script>")
    assert not INLINE.search('<script type="application/json">{}</script>')
