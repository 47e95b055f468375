"""From one click on the sample sign-in to the first page, over HTTP."""

from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from statistics import median
from time import perf_counter
from urllib.parse import urlencode

from bench.table import Line

WARM, TIMES = 6, 10
PEOPLE = ("clerk", "town-clerk", "agent", "cadre", "member")


def measure(port: str) -> list[Line]:
    """The median of ten, each in a browser of its own."""
    browsers = [Browser(int(port)) for _ in range(WARM + TIMES)]
    times = [one.sign_in(PEOPLE[number % len(PEOPLE)]) for number, one in enumerate(browsers)][WARM:]
    slowest = f"slowest {1000 * max(times):.0f} ms"
    return [Line("sign in to first page", 1000 * median(times), "ms", limit=300, note=slowest)]


class Browser:
    """As much of a browser as keeps cookies."""

    def __init__(self, port: int) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies: dict[str, str] = {}

    def sign_in(self, username: str) -> float:
        """Seconds from the click to the whole of the first page; the sign-in page is open already."""
        self._ask("GET", "/sample/")
        form = {"username": username, "csrfmiddlewaretoken": self.cookies["csrftoken"]}
        began = perf_counter()
        assert self._ask("POST", "/sample/", urlencode(form)).status == 302
        first = self._ask("GET", "/")
        took = perf_counter() - began
        assert first.status == 200, first.status
        return took

    def _ask(self, method: str, path: str, body: str = "") -> HTTPResponse:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body or None, headers)
        answer = self.connection.getresponse()
        answer.read()
        for sent in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: cookie.value for name, cookie in SimpleCookie(sent).items()}
        return answer
