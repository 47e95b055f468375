"""What becomes of the rows that few ever fill: proofs of signing in, asked codes, notes, files, what is out.

As in ``test_every_trace``, every column of every table is read as it lies in the database.
"""

import json
from base64 import b64encode
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator

from haitang.desks.hooks import actions as hooks
from haitang.desks.hooks.models import Telling
from haitang.desks.hooks.tests import county as telling
from haitang.desks.notice.actions.codes import answer_ask, ask_code
from haitang.desks.notice.models import CodeAsk
from haitang.desks.requests.models import Publication
from haitang.desks.requests.tests.county import County, small_county
from haitang.desks.requests.tests.test_done import REVIEWED, published
from haitang.desks.requests.tests.test_tell import photo
from haitang.desks.sampling.models import SampleAnswer
from haitang.desks.sampling.tests import county as sampling
from haitang.desks.sampling.tests.test_answering import drawn, link
from haitang.kernel.ledger.api import Draft, erase_note, keep_attachment, record
from haitang.kernel.ledger.models import Attachment, Note
from haitang.kernel.matters.api import attach, erase_words
from haitang.kernel.registry.api import erase_person
from haitang.lib import clock
from haitang.lib.ids import new_id
from tests.test_every_trace import holding, rows, sealed

#: By which an address that is told knows us.
SECRET = f"whsec_{b64encode(b'thirty-two letters, all our own!').decode()}"


@pytest.fixture
def county(db: None) -> County:
    """A county that lets out what somebody has read."""
    made = small_county()
    made.apply(REVIEWED)
    made.region.refresh_from_db()
    return made


def columns(canary: str) -> set[str]:
    """Which columns hold *canary*."""
    return {column for column, _ in holding({"it": canary})}


def test_a_proof_of_signing_in_is_told_without_its_secret_and_goes_with_the_person(county: County):
    hugo = county.people["hugo"]
    Authenticator.objects.create(user=hugo.account, type="totp", data={"secret": "hugos-own-secret"})
    assert columns("hugos-own-secret") == {"mfa_authenticator.data"}
    given = county.client("hugo").get("/me/export.json").content.decode()
    assert "totp" in given
    assert "hugos-own-secret" not in given
    erase_person(hugo, why="本人要求", actor=county.house)
    assert columns("hugos-own-secret") == set()


@pytest.mark.parametrize("number", ["", "HT-2026-99999"])
def test_what_was_typed_to_ask_for_a_code_is_sealed_and_gone_once_it_was_looked_at(
    county: County, number: str
):
    matter = published(county)
    before = sealed()
    ask_code(county.region, number=number or matter.number, reached_at="13911110009", actor=county.resident)
    assert len(sealed() - before) == 1
    assert columns("13911110009") == set()
    answer_ask(CodeAsk.objects.get().pk, actor=county.house)
    assert not CodeAsk.objects.exists()
    assert sealed() == before


def test_a_note_on_the_ledger_is_blanked_by_law_and_stands_nowhere_else(county: County):
    entry = record(
        Draft(
            uuid=new_id(),
            kind="site_visit",
            unit=county.units["housing"].pk,
            day=clock.today(),
            note="史湘云在家养病",
            answers={"found": "史湘云家屋顶漏水"},
        ),
        actor=county.actor("hugo"),
    )
    assert columns("史湘云") == {"ledger_note.text", "ledger_note.answers"}
    salt = Note.objects.get(entry=entry).salt
    erase_note(entry, actor=county.house)
    assert columns("史湘云") == set()
    assert Note.objects.get(entry=entry).salt != salt


def test_a_file_of_a_matter_goes_from_disk_and_table_with_its_words(
    county: County, tmp_path: Path, settings, django_capture_on_commit_callbacks
):
    settings.MEDIA_ROOT = tmp_path / "files"
    matter = published(county)
    kept = keep_attachment(photo(), actor=county.actor("hugo"), region=county.region)
    attach(matter, attachments=(kept.uuid,), client_id=new_id(), actor=county.actor("hugo"))
    there = [one for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()]
    assert there
    assert columns(kept.digest) == {"ledger_attachment.digest"}
    with django_capture_on_commit_callbacks(execute=True):
        erase_words(matter, why="本人要求", actor=county.house)
    assert not [one for one in settings.MEDIA_ROOT.rglob("*") if one.is_file()]
    assert not Attachment.objects.exists()
    assert columns(kept.digest) == set()


def test_what_was_let_out_goes_with_the_words_and_so_does_what_it_is_found_by(county: County):
    matter = published(county, summary="藕香榭路灯修好")
    found = {column for column in columns("藕香榭") if column.startswith("requests_")}
    assert "requests_publication.text" in found
    assert "requests_publication.sought" in found
    erase_words(matter, why="本人要求", actor=county.house)
    assert not Publication.objects.exists()
    assert columns("藕香榭") == set()


def test_what_another_house_is_told_holds_nothing_of_whoever_asked(db: None, tmp_path: Path):
    made = telling.County.grow(
        tmp_path, telling.PLAYBOOK, units=telling.UNITS, people=telling.PEOPLE, key="told", code="990041"
    )
    hooks.set_hook(
        made.region,
        channel="hotline",
        url="https://127.0.0.1/orders?key=their-own-key",
        secret=SECRET,
        is_private=True,
        actor=made.house,
    )
    assert columns("their-own-key") == columns(SECRET) == set()
    matter = made.order()
    made.move(matter, "dispatch", "clara", to_unit=made.units["housing"])
    told = list(Telling.objects.values_list("body", flat=True))
    assert told
    assert [one for one in telling.PRIVATE for body in told if one in body] == []
    assert all(json.loads(body) for body in told)


def test_what_residents_drawn_answered_is_theirs_while_it_runs_and_nobodys_afterwards(
    db: None, tmp_path: Path
):
    made = sampling.sampled_county(tmp_path)
    ones = drawn(made, 6)
    assert [link(one) for one in ones[:5]] == [200] * 5
    assert SampleAnswer.objects.count() == 5
    addresses = {one for one in SampleAnswer.objects.values_list("address", flat=True) if one}
    made.settled(ones[0].draw)
    assert "sampling_sampleanswer.answers" not in rows()
    assert not [one for one in addresses if columns(one)]
