"""Line icons on a 24-unit grid, drawn by us; decorative, so hidden from screen readers."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

_PATHS = {
    "home": "M4 11.5 12 5l8 6.5M6 10v9h4.5v-5h3v5H18v-9",
    "inbox": "M4 13l2.5-8h11L20 13v6H4zM4 13h4.5l1.5 2.5h4l1.5-2.5H20",
    "plus": "M12 4.5v15M4.5 12h15",
    "chart": "M4 20h16M7 17v-5M12 17V6M17 17v-8",
    "person": "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20c.8-3.6 3.7-5.5 7.5-5.5s6.7 1.9 7.5 5.5",
    "book": (
        "M5 5.5C7.5 4.3 10 4.3 12 6c2-1.7 4.5-1.7 7-.5V19c-2.5-1.2-5-1.2-7 .5-2-1.7-4.5-1.7-7-.5zM12 6v13.5"
    ),
    "list": "M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01",
    "check": "M5 12.5l4.5 4.5L19 7.5",
    "clock": "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 7.5V12l3 2",
    "search": "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20",
    "photo": "M4 7h4l1.5-2h5L16 7h4v12H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z",
    "place": (
        "M12 21c4-4.5 6.5-7.5 6.5-11a6.5 6.5 0 0 0-13 0c0 3.5 2.5 6.5 6.5 11z"
        "M12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"
    ),
    "right": "M9 5l7 7-7 7",
    "left": "M15 5l-7 7 7 7",
    "down": "M12 4v12M7 11.5l5 5 5-5M5 20h14",
    "key": "M8 15a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 11h8v3M17 11v3",
    "lock": "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
    "eye": (
        "M3 12c2.5-4.5 5.5-6 9-6s6.5 1.5 9 6c-2.5 4.5-5.5 6-9 6s-6.5-1.5-9-6z"
        "M12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"
    ),
    "globe": (
        "M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM4 12h16"
        "M12 4c2.5 2.3 3.5 5 3.5 8s-1 5.7-3.5 8c-2.5-2.3-3.5-5-3.5-8s1-5.7 3.5-8z"
    ),
    "warning": "M12 4.5L21 19.5H3zM12 10v4.5M12 17h.01",
    "close": "M6 6l12 12M18 6L6 18",
    "exit": "M10 5H5v14h5M14 8l4 4-4 4M18 12H9.5",
    "phone": "M8 3h8v18H8zM11 18h2",
    "unit": "M4 20V9l8-5 8 5v11M4 20h16M9.5 20v-5h5v5M8.5 11h.01M12 11h.01M15.5 11h.01",
    "shield": "M12 3.5l7 2.5v5c0 4.5-2.8 7.7-7 9.5-4.2-1.8-7-5-7-9.5V6zM9 12l2.2 2.2L15.2 10",
    "star": "M12 4l2.5 5.2 5.5.8-4 4 .9 5.7L12 17l-4.9 2.7L8 14 4 10l5.5-.8z",
    "bell": "M6 17h12l-1.5-2.5V10a4.5 4.5 0 0 0-9 0v4.5zM10.3 20h3.4",
    "board": "M4 5h4.5v14H4zM9.8 5h4.5v9H9.8zM15.5 5H20v11h-4.5z",
    "chat": "M4 5h16v11h-9l-4.5 3.5V16H4z",
    "people": (
        "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM3 19c.6-3 2.9-4.7 6-4.7s5.4 1.7 6 4.7"
        "M16 11a3 3 0 1 0-1-5.8M17 14.5c2.2.4 3.6 1.9 4 4.5"
    ),
}


def icon_svg(name: str) -> SafeString:
    """The drawing called *name*; KeyError for one we do not have, so that a misspelling is seen."""
    path = _PATHS[name]
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        path,
    )
