"""The HTTP API, thin over the same actions and queries as the pages."""

from ninja import NinjaAPI

from haitang.api.auth import Token
from haitang.api.entries import router as entries
from haitang.api.errors import FaultsOut, install, install_room
from haitang.api.figures import router as figures
from haitang.api.matters import router as matters
from haitang.api.meetings import router as meetings
from haitang.api.offers import router as offers
from haitang.api.public import router as public
from haitang.api.registry import router as registry
from haitang.api.rota import router as rota
from haitang.api.samplings import router as samplings

api = NinjaAPI(
    title="海棠 Haitang",
    version="1",
    description=(
        "Record once, count everywhere. Every call but the public ones carries a token, worth one post. "
        "Nothing is half-written: a refusal carries every reason, in both languages."
    ),
    auth=Token(),
    docs_url=None,
    urls_namespace="api",
)
install(api)
install_room(api)
api.add_router("", registry, tags=["registry"])
api.add_router("/entries", entries, tags=["ledger"])
api.add_router("/matters", matters, tags=["matters"])
api.add_router("/meetings", meetings, tags=["meetings"])
api.add_router("/offers", offers, tags=["offers"])
api.add_router("/rota", rota, tags=["rota"])
api.add_router("/samplings", samplings, tags=["sampling"])
api.add_router("/figures", figures, tags=["measures"])
api.add_router("/public", public, tags=["public"])

__all__ = ["FaultsOut", "api"]
