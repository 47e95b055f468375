"""The addresses of the pages that compose the house."""

from django.urls import path

from haitang.web.views import cockpit, entries, figures, me, people, playbook, record, today, units

app_name = "web"
urlpatterns = [
    path("", today.home, name="today"),
    path("record/", record.show, name="record"),
    path("record/served/", record.served, name="served"),
    path("record/person/", record.pick, {"what": "person"}, name="pick_person"),
    path("record/unit/", record.pick, {"what": "unit"}, name="pick_unit"),
    path("entries/", entries.index, name="entries"),
    path("entries/<uuid:uuid>/", entries.show, name="entry"),
    path("entries/<uuid:uuid>/void/", entries.void_it, name="void"),
    path("entries/<uuid:uuid>/files/<uuid:file>/", entries.file, name="entry_file"),
    path("cockpit/", cockpit.show, name="cockpit"),
    path("figures/<slug:measure>/", figures.show, name="figure"),
    path("figures/<slug:measure>/export.xlsx", figures.export, name="figure_export"),
    path("figures/<slug:measure>/export.csv", figures.export_csv, name="figure_csv"),
    path("playbook/", playbook.show, name="playbook"),
    path("playbook/<slug:part>/", playbook.show, name="playbook_part"),
    path("units/", units.index, name="units"),
    path("units/<int:pk>/", units.show, name="unit"),
    path("people/<int:pk>/", people.show, name="person"),
    path("people/<int:pk>/phone/", people.phone, name="person_phone"),
    path("me/", me.show, name="me"),
    path("me/tokens/", me.issue, name="issue_token"),
    path("me/tokens/<int:pk>/revoke/", me.revoke, name="revoke_token"),
    path("me/export.json", me.export, name="export_me"),
]
