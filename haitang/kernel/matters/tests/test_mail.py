"""Letters: one matter each, known again; an answer is a remark; programs get none; bad ones are said."""

import errno
import mailbox
import os
import socketserver
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from click.testing import CliRunner
from PIL import Image

from haitang.kernel.matters.actions import opening
from haitang.kernel.matters.api import ContactDetails, look_at_contact
from haitang.kernel.matters.cli import import_group
from haitang.kernel.matters.mailing import MailDoor, named, take_letters
from haitang.kernel.matters.models import Matter, MatterAttachment, Step
from haitang.kernel.matters.tests.county import County
from haitang.lib.diagnostics import Refusal
from haitang.lib.letters import read_letter

MAIL = "wang@example.org"


def letter(text: str = "村口三盏灯一周不亮。", *, known_as: str = "<1@example.org>", **headers: str) -> bytes:
    message = EmailMessage()
    message["From"] = "王小明 <wang@example.org>"
    message["To"] = "tell@county.example"
    message["Subject"] = "路灯不亮"
    message["Message-ID"] = known_as
    for name, value in headers.items():
        del message[name.replace("_", "-")]
        message[name.replace("_", "-")] = value
    message.set_content(text)
    return message.as_bytes()


def with_files(*files: tuple[str, bytes]) -> bytes:
    message = EmailMessage()
    message["From"], message["Message-ID"], message["Subject"] = MAIL, "<files@example.org>", "照片"
    message.set_content("见附件")
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def take(county: County, *letters: bytes):
    door = MailDoor("request", county.units["lake"], "tell@county.example")
    return take_letters(named(letters), door=door)


def test_a_letter_is_a_matter_with_its_sender_to_be_reached(county: County):
    report = take(county, letter())
    assert (report.opened, report.refused) == (1, [])
    matter = Matter.objects.get()
    assert (matter.title, matter.body, matter.channel) == ("路灯不亮", "村口三盏灯一周不亮。", "mail")
    left = look_at_contact(matter, actor=county.actor("carl"), why="回复")
    assert left == ContactDetails("王小明", "", MAIL)


def test_the_same_letter_again_is_the_same_matter(county: County):
    take(county, letter(), letter(known_as="<2@example.org>"))
    report = take(county, letter(), letter(known_as="<2@example.org>"))
    assert (report.opened, report.repeated, Matter.objects.count()) == (0, 2, 2)


def test_an_answer_to_a_known_number_is_the_residents_remark_once(county: County):
    take(county, letter())
    number = Matter.objects.get().number
    heads = {"Subject": f"Re: {number} 进展", "References": "<0@example.org> <1@example.org>"}
    answer = letter("还是不亮\n\n> 您好，已派单", known_as="<3@example.org>", **heads)
    for _ in range(2):
        assert take(county, answer).remarked == 1
    said = Step.objects.get(kind="commented")
    assert (said.note, said.role, said.shown) == ("还是不亮", "resident", True)


def test_who_forges_the_sender_and_answers_no_letter_says_nothing_in_its_name(county: County):
    take(county, letter())
    number = Matter.objects.get().number
    for place, answers in enumerate(("", "<5@example.org>", "<0198b2f0-0000-7000-8000-000000000000@county>")):
        heads = {"Subject": f"Re: {number}", **({"In_Reply_To": answers} if answers else {})}
        assert take(county, letter("不用办了", known_as=f"<forged-{place}@x>", **heads)).remarked == 0
    assert not Step.objects.filter(kind="commented").exists()
    assert Matter.objects.count() == 4


def test_a_letter_nobody_foresaw_is_set_aside_and_told_and_the_rest_go_on(county: County, caplog):
    door = MailDoor("request", county.units["lake"])
    nothing_at_all: bytes = None  # type: ignore[assignment]  # as no mailbox hands out
    pile = [("#1", letter()), ("#2", nothing_at_all), ("#3", letter(known_as="<3@example.org>"))]
    report = take_letters(pile, door=door)
    assert report.opened == 2
    assert [(name, "TypeError" in why) for name, why in report.refused] == [("#2", True)]
    assert "#2" in caplog.text


def test_where_the_house_can_keep_none_they_wait_for_the_next_run(county: County, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "no folder"
    settings.MEDIA_ROOT.write_bytes(b"")
    photo = BytesIO()
    Image.new("RGB", (8, 8)).save(photo, "PNG")
    with pytest.raises(OSError, match="no folder"):
        take(county, with_files(("灯.png", photo.getvalue())), letter())
    assert not Matter.objects.exists()


@pytest.mark.parametrize("has_photo", [True, False])
def test_where_the_disk_is_full_they_wait_for_the_next_run(
    county: County, settings, tmp_path, monkeypatch, has_photo: bool
):
    settings.MEDIA_ROOT = tmp_path  # where no file of another test is found again

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    photo = BytesIO()
    Image.new("RGB", (8, 8)).save(photo, "PNG")
    told = with_files(("灯.png", photo.getvalue())) if has_photo else letter()
    monkeypatch.setattr(os, "fsync", full) if has_photo else monkeypatch.setattr(opening, "_there", full)
    with pytest.raises(Refusal) as refused:
        take(county, told, letter(known_as="<2@example.org>"))
    assert refused.value.code == "storage.full"
    assert not Matter.objects.exists()
    monkeypatch.undo()
    assert take(county, told).opened == 1


def test_a_stranger_who_knows_the_number_says_nothing_in_its_name(county: County):
    take(county, letter())
    number = Matter.objects.get().number
    stranger = letter(known_as="<4@else.example>", From="mallory@else.example", Subject=f"Re: {number}")
    report = take(county, stranger)
    assert (report.opened, report.remarked) == (1, 0)
    assert not Step.objects.filter(kind="commented").exists()


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.example>"},
        {"From": "MAILER-DAEMON@mx.example"},
        {"From": "no-reply@shop.example"},
        {"From": "tell@county.example"},
        {"Return_Path": "<>"},
    ],
)
def test_what_a_program_wrote_is_passed_over(county: County, headers: dict[str, str]):
    report = take(county, letter(**headers))
    assert (report.passed_over, Matter.objects.count()) == (1, 0)


def test_photos_go_through_the_same_door_and_the_rest_is_named(county: County):
    photo = BytesIO()
    Image.new("RGB", (8, 8)).save(photo, "PNG")
    raw = with_files(("灯.png", photo.getvalue()), ("说明.docx", b"PK\x03\x04"), ("run.exe", b"MZ"))
    take(county, raw)
    assert MatterAttachment.objects.count() == 1
    assert "说明.docx、run.exe" in Matter.objects.get().body
    assert take(county, raw).repeated == 1


def test_what_cannot_be_taken_is_said_and_does_not_hold_up_the_rest(county: County):
    report = take(county, b"", letter(known_as=""), letter("", Subject=""), b"\xff\xfe\x00nothing", letter())
    assert report.opened == 1
    assert [name for name, _ in report.refused] == ["#1", "#2", "#3", "#4"]
    assert not any("wang" in why for _, why in report.refused)


#: Each of them made the library raise something of its own.
BROKEN = [
    b'Content-Type: text/plain; charset="ut\0f-8"\nContent-Transfer-Encoding: base64\n\n5L2g\n',
    b"Content-Type: text/plain; charset*0*\n\nx",
    b"Content-Type: text/html; name*=ut\0f-8''%E5\n\nx",
    (
        b"Content-Type: multipart/mixed; boundary=b\n\n"
        b"--b\nContent-Disposition: attachment; filename*0*=utf-8''%E5; filename*1*\n\nx\n--b--\n"
    ),
]


@pytest.mark.parametrize("rest", BROKEN)
def test_a_broken_letter_does_not_hold_up_the_rest(county: County, rest: bytes):
    door = MailDoor("request", county.units["lake"])
    broken = b"From: spam@example.org\nMessage-ID: <spam@example.org>\n" + rest
    report = take_letters(named([broken, letter()]), door=door)
    assert (report.opened, len(report.refused)) == (1, 1)


def test_chinese_comes_through_in_every_coat():
    for charset in ("gb18030", "utf-8", "big5"):
        message = EmailMessage()
        message["From"], message["Message-ID"] = MAIL, "<x@y>"
        message.set_content("水管漏水", charset=charset)
        assert read_letter(message.as_bytes()).text == "水管漏水"
    page = EmailMessage()
    page["From"], page["Message-ID"] = MAIL, "<x@y>"
    page.set_content("<style>p{}</style><p>水管<b>漏水</b></p><script>x()</script>", subtype="html")
    assert read_letter(page.as_bytes()).text == "水管漏水"
    broken = b"From: a@b.example\r\nMessage-ID: <1@b>\r\nContent-Type: text/plain; charset=nowhere\r\n\r\n"
    assert read_letter(broken + "水管".encode("gb18030")).text == "水管"


def test_folders_and_files_are_read_by_the_command(county: County, tmp_path: Path):
    box = mailbox.Maildir(str(tmp_path / "folder"))
    box.add(letter())
    pile = mailbox.mbox(str(tmp_path / "pile"))
    for number in (2, 3):
        pile.add(letter(known_as=f"<{number}@example.org>"))
    pile.close()
    (tmp_path / "one.eml").write_bytes(letter(known_as="<4@example.org>"))
    for name in ("folder", "pile", "one.eml"):
        code = county.units["lake"].code
        said = ["mail", str(tmp_path / name), "--kind", "request", "--at", code]
        told = CliRunner().invoke(import_group, said, catch_exceptions=False)
        assert "没有收下 not taken 0" in told.output
    assert Matter.objects.count() == 4


class Mailbox(socketserver.StreamRequestHandler):
    """As much of IMAP as is asked for."""

    letters: dict[str, bytes] = {}
    seen: set[str] = set()

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        while line := self.rfile.readline().decode().strip():
            tag, command, *rest = line.split(" ")
            self.wfile.write(self.answer(command.upper(), rest) + f"{tag} OK done\r\n".encode())
            if command.upper() == "LOGOUT":
                return

    def answer(self, command: str, rest: list[str]) -> bytes:
        if command == "CAPABILITY":
            return b"* CAPABILITY IMAP4rev1\r\n"
        if command == "SELECT":
            return b"* 2 EXISTS\r\n"
        if command != "UID":
            return b""
        if rest[0] == "SEARCH":
            return f"* SEARCH {' '.join(uid for uid in self.letters if uid not in self.seen)}\r\n".encode()
        if rest[0] == "STORE":
            self.seen.add(rest[1])
            return b""
        raw = self.letters[rest[1]]
        return f"* 1 FETCH (UID {rest[1]} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n"


def test_a_mailbox_is_read_and_each_letter_marked_once_it_was_taken(county: County, monkeypatch):
    Mailbox.letters = {"7": letter(), "9": letter(known_as="<2@example.org>")}
    Mailbox.seen = set()
    server = socketserver.TCPServer(("127.0.0.1", 0), Mailbox)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    port = server.server_address[1]
    monkeypatch.setenv("HAITANG_IMAP_URL", f"imap://tell%40county.example:secret@127.0.0.1:{port}/INBOX")
    said = ["mail", "--kind", "request", "--at", county.units["lake"].code]
    try:
        first = CliRunner().invoke(import_group, said, catch_exceptions=False)
        again = CliRunner().invoke(import_group, said, catch_exceptions=False)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert "opened 2" in first.output
    assert "opened 0" in again.output
    assert Mailbox.seen == {"7", "9"}
    assert Matter.objects.count() == 2
