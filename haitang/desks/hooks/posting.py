"""One POST to an address that was set up: to the host that was checked, following nothing, ended in time.

The name is looked up once, each address it has is judged, and the connection goes to that very address:
a name that answers differently a moment later leads nowhere else.
"""

import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit

#: Who has not answered by then is tried again later.
SECONDS = 10
_PORTS = {"https": 443, "http": 80}


class PostingTrouble(Exception):  # noqa: N818 -- it names the finding
    """It did not work this time; it may the next. Never says the address."""


class Inside(PostingTrouble):
    """The address lies on this machine or inside the network, and was not set up to."""


@dataclass(frozen=True)
class Target:
    """An address in its parts."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def named(self) -> str:
        """The host as it is addressed."""
        return self.host if self.port == _PORTS[self.scheme] else f"{self.host}:{self.port}"


def target_of(url: str) -> Target | None:
    """The parts of *url*; None for what is no address of a web server."""
    try:
        parts: SplitResult = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or parts.username or parts.fragment:
        return None
    # What goes over the line is ASCII: anything else would fail at every try, and not as trouble.
    if not url.isascii():
        return None
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, parts.hostname, port or _PORTS[parts.scheme], path)


def addresses(target: Target, *, is_private: bool) -> list[str]:
    """Where the host is; raises Inside unless all of it is out in the world or *is_private* is meant."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PostingTrouble("unknown host") from error
    hosts = list(dict.fromkeys(str(row[4][0]) for row in found))
    if not is_private and not all(_is_outside(host) for host in hosts):
        raise Inside("address inside the network")
    return hosts


def _is_outside(host: str) -> bool:
    address = ip_address(host.partition("%")[0])
    mapped = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None)
    return (mapped or address).is_global and not (mapped or address).is_multicast


def post(target: Target, *, body: bytes, headers: Mapping[str, str], is_private: bool) -> None:
    """Send it, or raise Trouble; anything but a 2xx answer is trouble, a redirect too."""
    at = addresses(target, is_private=is_private)[0]
    connection = _connection(target, at)
    try:
        connection.request("POST", target.path, body=body, headers=dict(headers))
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        raise PostingTrouble(type(error).__name__) from None
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise PostingTrouble(f"HTTP {status}")


def _connection(target: Target, at: str) -> HTTPConnection:
    """A connection to the address *at*, speaking to the host by its name."""
    if target.scheme == "https":
        connection: HTTPConnection = _ToAddress(target.host, target.port, at)
    else:
        connection = HTTPConnection(at, target.port, timeout=SECONDS)
    return connection


class _ToAddress(HTTPSConnection):
    """TLS that holds the certificate against the name, over a socket to the address."""

    def __init__(self, host: str, port: int, at: str) -> None:
        self._to = at
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=SECONDS, context=self._tls)

    def connect(self) -> None:
        """Connect to the address that was judged."""
        plain = socket.create_connection((self._to, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
