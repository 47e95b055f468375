"""QR codes as drawings in the page itself: nothing is loaded, and a printer draws them sharp."""

import segno
from django.utils.safestring import SafeString, mark_safe

from haitang.lib.text import Text
from haitang.ui.words import say

_READ = Text(zh="二维码", en="QR code")


def qr_svg(address: str) -> SafeString:
    """The code that leads to *address*; a quarter of it may be dirty and it still reads."""
    drawn = segno.make(address, error="q", micro=False)
    svg = drawn.svg_inline(border=2, omitsize=True, svgclass="qr", title=say(_READ))
    return mark_safe(svg)  # noqa: S308 -- drawn by a library from an address; the title is ours
