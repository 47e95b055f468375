"""A house with an OpenID Connect directory, walked by a browser's client; run in an interpreter of its own.

``python -m haitang.project.tests.directory NAME`` signs in whom the directory calls NAME, and prints who
that is in the house. The directory speaks over HTTP as a real one does, and confirms everybody.
"""

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit


class Directory(BaseHTTPRequestHandler):
    """Discovery, the token for a code, and who the token is of."""

    name = ""

    def do_GET(self) -> None:
        at = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        ends = {"authorization": "authorize", "token": "token", "userinfo": "me"}
        said = {"sub": f"id-{self.name}", "preferred_username": self.name}
        if self.path.startswith("/.well-known"):
            said = {"issuer": at, **{f"{what}_endpoint": f"{at}/{end}" for what, end in ends.items()}}
        self._say(said)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._say({"access_token": "known", "token_type": "Bearer"})

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _say(self, said: dict[str, str]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(said).encode())


def main(name: str) -> None:
    Directory.name = name
    server = HTTPServer(("127.0.0.1", 0), Directory)
    Thread(target=server.serve_forever, daemon=True).start()
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "haitang.project.settings",
        "HAITANG_HOSTS": "testserver",
        "HAITANG_OIDC_SERVER": f"http://127.0.0.1:{server.server_port}",
        "HAITANG_OIDC_CLIENT": "haitang",
    }
    import django  # noqa: PLC0415 -- the environment comes first

    django.setup()
    settle()
    walk()
    server.shutdown()


def settle() -> None:
    """A region, and in it one person with an account that has no password."""
    from django.core.management import call_command  # noqa: PLC0415 -- needs Django set up

    from haitang.kernel.registry.api import SYSTEM, enrol_person, open_account, open_region  # noqa: PLC0415 -- same

    call_command("migrate", verbosity=0)
    region = open_region("invented", code="990001", name="虚构县", actor=None)
    actor = SYSTEM(region)
    open_account("clara", person=enrol_person(region, name="甲一", actor=actor), actor=actor)


def walk() -> None:
    """To the directory, back with a code, and to one's own page."""
    from django.test import Client  # noqa: PLC0415 -- needs Django set up
    from django.urls import reverse  # noqa: PLC0415 -- same

    client = Client()
    there, here = (reverse(f"openid_connect_{end}", args=["directory"]) for end in ("login", "callback"))
    assert "统一登录" in client.get("/account/login/").content.decode()
    away = client.post(there)
    state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
    back = client.get(here, {"code": "x", "state": state}, follow=True)
    who = client.session.get("_auth_user_id", "nobody")
    sys.stdout.write(f"{back.status_code} {who}\n")
    sys.stdout.write(back.content.decode())


if __name__ == "__main__":
    main(sys.argv[1])
