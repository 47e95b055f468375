"""Every address of the house, by what it may show or move; one that stands in no table fails the test.

A pattern is written as Django writes it, without what is the same for every form of answer.
"""

#: Name one matter, or something that hangs on it, for whoever is signed in: to others it is not there.
OF_A_MATTER = """
    meetings/<str:number>/ meetings/<str:number>/move/<slug:move>/ meetings/<str:number>/items/<int:item>/off/
    meetings/<str:number>/invite/ meetings/<str:number>/seats/<int:seat>/ meetings/<str:number>/attend/
    meetings/<str:number>/decide/ meetings/<str:number>/files/<uuid:file>/
    meetings/<str:number>/guests/ meetings/<str:number>/guests/<int:guest>/
    meetings/<str:number>/guests/<int:guest>/contact/ meetings/<str:number>/guests/<int:guest>/erase/
    routing/take/<str:number>/
    offers/<str:number>/ offers/<str:number>/contact/ offers/<str:number>/take/
    offers/<str:number>/<slug:move>/
    matters/<str:number>/ matters/<str:number>/move/<slug:move>/ matters/<str:number>/comment/
    matters/<str:number>/edit/ matters/<str:number>/contact/ matters/<str:number>/erase/
    matters/<str:number>/part/ matters/<str:number>/files/<uuid:file>/
"""
#: The same for a program with a token.
OF_A_MATTER_BY_TOKEN = """
    api/matters/<number> api/matters/<number>/moves/<move> api/matters/<number>/comments
    api/matters/<number>/gathered
    api/meetings/<number> api/meetings/<number>/items api/meetings/<number>/seats
    api/meetings/<number>/guests api/meetings/<number>/guests/<guest>/reply
    api/meetings/<number>/seats/<seat>/reply api/meetings/<number>/attendance api/meetings/<number>/decisions
    api/offers/<number>/take api/offers/<number>/moves/<move>
"""
#: Want the code of the resident who asked: without it the matter is not there.
BY_CODE = """
    api/public/requests/<number> api/public/requests/<number>/moves/<move> api/public/requests/<number>/join
    api/public/requests/<number>/remarks
    r/<slug:region>/told/<str:number>/ r/<slug:region>/told/<str:number>/join/
    r/<slug:region>/follow/<str:number>/ r/<slug:region>/follow/<str:number>/move/<slug:move>/
    r/<slug:region>/follow/<str:number>/remark/ r/<slug:region>/follow/<str:number>/part/
    r/<slug:region>/follow/<str:number>/mine.json r/<slug:region>/follow/<str:number>/mine/
    r/<slug:region>/follow/<str:number>/mine/contact/ r/<slug:region>/follow/<str:number>/mine/words/
    r/<slug:region>/follow/<str:number>/photo/<uuid:photo>/
    open311/v2/requests/<number>.<form> open311/v2/tokens/<number>.<form>
"""
#: Name no matter; what they show of matters is what whoever asks may see.
LISTS = """
    api/me api/units api/kinds api/entries api/entries/attachments api/entries/<uuid>
    api/entries/<uuid>/void api/matters api/matters/outside api/meetings api/offers api/offers/mine
    api/rota api/rota/<key>/<unit>/days api/rota/days/<uuid>/exchange api/rota/turns api/rota/exchanges
    api/rota/exchanges/<uuid> api/rota/days/<uuid>/held api/figures api/figures/<key>
    api/samplings api/samplings/draws/<draw> api/samplings/calls api/samplings/calls/<uuid>/phone
    api/samplings/calls/<uuid>/answer api/samplings/calls/<uuid>/no-reply api/samplings/calls/<uuid>/decline
    meetings/ meetings/put/ routing/ routing/<slug:kind>/learn/ routing/<slug:kind>/use/<int:serial>/
    notice/ notice/read/ notice/choices/ notice/choices/device/ notice/choices/device/<uuid:uuid>/forget/
    notice/undeliverable/ notice/undeliverable/<int:pk>/again/ notice/undeliverable/<int:pk>/drop/
    notice/undeliverable/codes/<int:pk>/again/ notice/undeliverable/codes/<int:pk>/drop/ notice/<int:pk>/
    offers/ rota/ rota/calendar/renew/ rota/calendar/shut/ rota/exchange/<uuid:uuid>/ rota/day/<uuid:uuid>/
    rota/day/<uuid:uuid>/ask/ rota/day/<uuid:uuid>/held/ rota/day/<uuid:uuid>/settle/
    rota/day/<uuid:uuid>/off/ rota/day/<uuid:uuid>/take/ rota/<slug:key>/<int:unit>/
    rota/<slug:key>/<int:unit>/plan/ rota/<slug:key>/<int:unit>/away/
    hooks/ hooks/<int:pk>/again/ hooks/<int:pk>/drop/ patrol/
    matters/ matters/board/ matters/board/<slug:kind>/ matters/open/<slug:kind>/ matters/hot/ matters/ratings/
    matters/slips/<slug:kind>/ matters/slips/<slug:kind>/key/ matters/gather/
    record/ record/served/ record/person/ record/unit/ entries/ entries/<uuid:uuid>/
    entries/<uuid:uuid>/void/ entries/<uuid:uuid>/erase/ entries/<uuid:uuid>/files/<uuid:file>/
    cockpit/ figures/<slug:measure>/ figures/<slug:measure>/export.xlsx figures/<slug:measure>/export.csv
    playbook/ playbook/<slug:part>/ units/ units/<int:pk>/ units/<int:pk>/appoint/ units/<int:pk>/rename/
    units/<int:pk>/move/ units/<int:pk>/close/ people/<int:pk>/ people/<int:pk>/change/
    people/<int:pk>/erase/ people/posts/<int:pk>/end/ people/<int:pk>/phone/ me/ me/tokens/
    me/tokens/<int:pk>/revoke/ me/export.json meetings/mine/<uuid:uuid>/ keeping/ready/
    sampling/ sampling/<int:pk>/ sampling/calls/ sampling/calls/<uuid:uuid>/
    sampling/calls/<uuid:uuid>/look/ sampling/calls/<uuid:uuid>/no-reply/ sampling/calls/<uuid:uuid>/decline/
"""
#: For everyone: they show what was let out, and here nothing was.
OPEN = """
    / api/ api/docs api/openapi.json api/public/<region>/requests
    open311/ open311/v2 open311/discovery.<form> open311/v2/services.<form> open311/v2/services/<code>.<form>
    open311/v2/requests.<form>
    r/ r/<slug:region>/ r/<slug:region>/tell/<slug:kind>/ r/<slug:region>/done/
    r/<slug:region>/done/<int:key>/ r/<slug:region>/done/<int:key>/photo/<uuid:photo>/
    r/<slug:region>/done/map/ r/<slug:region>/done/feed.atom
    r/<slug:region>/done/figures/ r/<slug:region>/follow/ r/<slug:region>/follow/leave/
    keeping/worker.js meetings/guest/<str:word>/ sampling/answer/<str:word>/
    sampling/answer/<str:word>/decline/
    notice/stop/<str:word>/ notice/code/<slug:region>/ rota/feed/<str:key>.ics
"""
#: Signing in: what allauth and Django bring, which know of no matter.
BESIDE = ("account/", "language/", "sample/", "static/")
