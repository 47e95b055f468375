"""The addresses of the pages that compose the house."""

from django.urls import path

from haitang.web.views import cockpit, entries, figures, me, people, playbook, record, register, today, units

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
    path("entries/<uuid:uuid>/erase/", entries.erase, name="entry_erase"),
    path("entries/<uuid:uuid>/files/<uuid:file>/", entries.file, name="entry_file"),
    path("cockpit/", cockpit.show, name="cockpit"),
    path("figures/<slug:measure>/", figures.show, name="figure"),
    path("figures/<slug:measure>/export.xlsx", figures.export, name="figure_export"),
    path("figures/<slug:measure>/export.csv", figures.export_csv, name="figure_csv"),
    path("playbook/", playbook.show, name="playbook"),
    path("playbook/<slug:part>/", playbook.show, name="playbook_part"),
    path("units/", units.index, name="units"),
    path("units/<int:pk>/", units.show, name="unit"),
    path("units/<int:pk>/appoint/", register.appoint_here, name="appoint"),
    path("units/<int:pk>/rename/", register.rename, name="unit_rename"),
    path("units/<int:pk>/move/", register.move, name="unit_move"),
    path("units/<int:pk>/close/", register.close, name="unit_close"),
    path("people/<int:pk>/", people.show, name="person"),
    path("people/<int:pk>/change/", register.change, name="person_change"),
    path("people/<int:pk>/erase/", register.erase, name="person_erase"),
    path("people/posts/<int:pk>/end/", register.end, name="post_end"),
    path("people/<int:pk>/phone/", people.phone, name="person_phone"),
    path("me/", me.show, name="me"),
    path("me/tokens/", me.issue, name="issue_token"),
    path("me/tokens/<int:pk>/revoke/", me.revoke, name="revoke_token"),
    path("me/export.json", me.export, name="export_me"),
]
