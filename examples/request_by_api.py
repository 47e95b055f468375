"""The main job over HTTP with nothing but Python's own client.

A resident reports, a clerk dispatches, the department takes it in hand, goes to see and answers, the resident
confirms and rates. Start `make run` first, then:

    CLERK=$(.venv/bin/haitang token issue clerk) HANDLER=$(.venv/bin/haitang token issue handler) \
        python3 examples/request_by_api.py http://127.0.0.1:8000
"""

import json
import os
import sys
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

BASE = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
REGION = os.environ.get("REGION", "changshu")


def call(path: str, said: dict[str, Any] | None = None, *, token: str = "", code: str = "") -> Any:
    """The answer to a call; the reasons of a refusal are printed as they came."""
    headers = {"Content-Type": "application/json"}
    headers |= {"Authorization": f"Bearer {token}"} if token else {}
    headers |= {"X-Follow-Code": code} if code else {}
    body = json.dumps(said).encode() if said is not None else None
    try:
        with urlopen(Request(BASE + "/api" + path, data=body, headers=headers)) as answer:
            return json.load(answer)
    except HTTPError as refusal:
        for fault in json.load(refusal)["faults"]:
            print(f"{refusal.code} {fault['code']}: {fault['zh']} {fault['en']}", file=sys.stderr)
        sys.exit(1)


def move(number: str, key: str, token: str, **said: Any) -> None:
    """Make a move on what is seen now, and say where the matter stands."""
    seen = call(f"/matters/{number}", token=token)["serial"]
    done = call(f"/matters/{number}/moves/{key}", {"seen": seen, **said}, token=token)
    print(f"{done['steps'][-1]['label']['zh']} {key}: now {done['state']} with {done['owner']}")


def main() -> None:
    """Walk one request from the resident's door and back to it."""
    clerk, handler = os.environ["CLERK"], os.environ["HANDLER"]
    village = call("/units?kind=village&limit=1", token=clerk)[0]
    department = call("/me", token=handler)["posts"][0]

    opened = call(
        f"/public/{REGION}/requests",
        {"kind": "request", "unit": village["code"], "body": "村口第三盏路灯不亮，晚上看不清路。"},
    )
    number, code = opened["number"], opened["follow_code"]
    print(f"居民反映 reported: {number}, code {code}, at {village['name']}")

    move(number, "dispatch", clerk, to_unit=department["unit"], note="请尽快查看。")
    move(number, "accept", handler)
    move(number, "visit_site", handler, note="灯头损坏，已备件。")
    move(number, "answer", handler, note="已更换灯头，今晚亮灯。")

    followed = call(f"/public/requests/{number}", code=code)
    said = {"seen": followed["serial"], "code": code, "rating": 5, "note": "亮了，谢谢。"}
    done = call(f"/public/requests/{number}/moves/confirm", said)
    print(f"居民确认 confirmed: {done['state']}, {done['rating']} stars")
    for step in done["steps"]:
        print(f"  {step['at'][:16]} {step['label']['zh']} {step['note']}")


if __name__ == "__main__":
    main()
