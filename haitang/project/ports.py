"""The address the web process listens on: free before we begin, answering before we say so."""

import socket
import time
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException

from haitang.lib.diagnostics import Refusal


def must_be_free(host: str, port: int) -> None:
    """Refuse in words if somebody listens there already."""
    with socket.socket() as probe:
        # As the server itself does: an address left over from a server just stopped is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise Refusal(
                "run.port-forbidden",
                zh=f"不允许使用端口 {port}。请选 1024 以上的端口，例如：make run PORT=8001",
                en=f"Port {port} may not be used. Choose one above 1024, as in: make run PORT=8001",
            ) from error
        except OSError as error:
            raise Refusal(
                "run.port-taken",
                zh=f"端口 {port} 已被占用。请换一个，例如：make run PORT={port + 1}",
                en=f"Port {port} is taken. Choose another, as in: make run PORT={port + 1}",
            ) from error


def answers(host: str, port: int) -> bool:
    """Whether a web server answers there now, with any status."""
    connection = HTTPConnection(host, port, timeout=5)
    try:
        connection.request("HEAD", "/healthz")
        connection.getresponse()
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
    return True


def wait_until_it_answers(host: str, port: int, *, unless: Callable[[], bool], seconds: float = 60.0) -> bool:
    """Wait for the first answer; False when none came in time, or when there is no more point in waiting."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and not unless():
        if answers(host, port):
            return True
        time.sleep(0.05)
    return False
