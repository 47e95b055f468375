"""The applied playbook in plain words."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from haitang.lib.declare import House
from haitang.ui.loaders import ActorRequest, or_404, signed_in
from haitang.web.contexts.figures import measure_cards
from haitang.web.contexts.flows import flow_cards
from haitang.web.contexts.measures import fact_rows
from haitang.web.contexts.playbook import (
    PARTS,
    head_of,
    kind_cards,
    playbook_house,
    role_cards,
    rule_rows,
    version_rows,
)

#: What each part's template is given as ``rows``.
ROWS: Mapping[str, Callable[[House], Any]] = {  # reason: each part has rows of its own
    "kinds": kind_cards,
    "flows": flow_cards,
    "roles": role_cards,
    "figures": measure_cards,
    "rules": rule_rows,
    "facts": fact_rows,
    "versions": version_rows,
}


@signed_in
def show(request: ActorRequest, part: str = "kinds") -> HttpResponse:
    """One part of the playbook that holds for whoever asks."""
    or_404(PARTS.get(part))
    or_404(request.actor.may_somewhere("playbooks.see") or None)
    house = playbook_house(request.actor)
    opens = request.actor.may_somewhere("measures.see")
    context = {"head": head_of(house, part), "rows": ROWS[part](house), "part": part, "opens": opens}
    return render(request, f"web/playbook/{part}.html", context)
