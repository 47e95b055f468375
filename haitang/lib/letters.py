"""E-mail as it comes: who writes, under which identifier, what they say and enclose."""

import imaplib
import mailbox
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

#: One message may hold so much; a larger one is refused unread.
MOST_BYTES = 30_000_000
_NUMBER = re.compile(r"(?<![A-Za-z0-9])([A-Z]{1,8}-\d{4}-\d{3,})(?!\d)")
_IDENTIFIER = re.compile(r"<[^<>\s]{3,300}>")
#: Where what was quoted from an earlier letter begins.
_QUOTED = re.compile(
    r"^(?:>.*|-{2,} ?(?:Original Message|原始邮件|Forwarded message).*|On .{5,80} wrote:"
    r"|在.{5,60}写道[:：]|发件人[:：].*)$",
    re.MULTILINE,
)
_AUTOMATIC = {"bulk", "list", "junk", "auto_reply"}
_ROBOTS = re.compile(r"^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)\b", re.IGNORECASE)


class Unreadable(Exception):  # noqa: N818 -- it names the finding
    """A message that cannot be taken; says why, in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")


@dataclass(frozen=True)
class Enclosed:
    """A file that came with a letter."""

    name: str
    content: bytes


@dataclass(frozen=True, repr=False)
class Received:
    """A letter as it was understood. ``number`` is the matter its subject speaks of, if it does."""

    id: str
    sender: str
    name: str
    subject: str
    text: str
    number: str
    at: datetime | None
    is_automatic: bool
    #: The identifiers of the letters that it answers, as it says itself.
    answers: tuple[str, ...] = ()
    files: list[Enclosed] = field(default_factory=list)


def read_letter(raw: bytes) -> Received:
    """The letter in *raw*; Unreadable where there is nobody to answer or no identifier to know it by."""
    if len(raw) > MOST_BYTES:
        raise Unreadable(f"超过 {MOST_BYTES // 1_000_000} MB。", "it is too large.")
    try:
        return _read(raw)
    except (ValueError, LookupError, TypeError, AttributeError) as broken:
        # The library raises these, each at another place, over headers that nobody can read: such a letter
        # is turned away by itself, or it would hold up all that came after it for good.
        raise Unreadable("写坏了，读不出来。", "it is broken and cannot be read.") from broken


def _read(raw: bytes) -> Received:
    message = message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)  # the policy makes them so
    name, sender = parseaddr(_header(message, "From"))
    known_as = _header(message, "Message-ID").strip()
    if "@" not in sender:
        raise Unreadable("没有发件人。", "it names no sender.")
    if not known_as:
        raise Unreadable("没有 Message-ID，无法防重。", "it has no Message-ID to be known by.")
    subject = " ".join(_header(message, "Subject").split())
    found = _NUMBER.search(subject)
    return Received(
        known_as,
        sender.strip().lower(),
        " ".join(name.split())[:60],
        subject,
        _own_words(_text(message)),
        found[1] if found else "",
        _moment(message),
        _is_automatic(message, sender),
        tuple(_IDENTIFIER.findall(f"{_header(message, 'In-Reply-To')} {_header(message, 'References')}")),
        list(_files(message)),
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except (ValueError, TypeError, IndexError, AttributeError):
        # A header that nobody can read is as none.
        return ""


def _moment(message: EmailMessage) -> datetime | None:
    try:
        moment = parsedate_to_datetime(_header(message, "Date"))
    except (ValueError, TypeError, IndexError):
        return None
    return moment if moment.tzinfo else None


def _is_automatic(message: EmailMessage, sender: str) -> bool:
    """Answers of programs are not answered: two of them would go on for ever."""
    said = _header(message, "Auto-Submitted").strip().lower()
    return bool(
        said not in {"", "no"}
        or _header(message, "Precedence").strip().lower() in _AUTOMATIC
        or _header(message, "Return-Path").strip() == "<>"
        or message.get("List-Id")
        or message.get("X-Autoreply")
        or message.get_content_type() == "multipart/report"
        or _ROBOTS.match(sender)
    )


def _text(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        said = part.get_content()
    except (LookupError, UnicodeError):
        payload = part.get_payload(decode=True)
        said = payload.decode("gb18030", "replace") if isinstance(payload, bytes) else ""
    return _Words.of(said) if part.get_content_subtype() == "html" else str(said)


def _own_words(text: str) -> str:
    """What the sender wrote now, without what was quoted."""
    quoted = _QUOTED.search(text)
    own = text[: quoted.start()] if quoted and text[: quoted.start()].strip() else text
    return own.replace("\r\n", "\n").replace("\0", "").strip()


def _files(message: EmailMessage) -> Iterator[Enclosed]:
    for part in message.iter_attachments():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload:
            yield Enclosed(part.get_filename() or "", payload)


class _Words(HTMLParser):
    """The words of a page; styles and scripts are none."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.hidden = 0

    @classmethod
    def of(cls, page: str) -> str:
        parser = cls()
        parser.feed(page)
        lines = "".join(parser.words).splitlines()
        return "\n".join(" ".join(line.split()) for line in lines if line.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in {"style", "script", "head"}
        if tag in {"br", "p", "div", "tr", "li"}:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"style", "script", "head"}

    def handle_data(self, data: str) -> None:
        if self.hidden <= 0:
            self.words.append(data)


def letters_in(path: Path) -> Iterator[bytes]:
    """The letters of a folder (Maildir), an mbox file, or a single ``.eml``."""
    if path.is_dir():
        box = mailbox.Maildir(str(path), create=False)
        for key in sorted(box.keys()):
            yield box.get_bytes(key)
        return
    with path.open("rb") as file:
        is_mbox = file.read(5) == b"From "
    if not is_mbox:
        yield path.read_bytes()
        return
    with closing(mailbox.mbox(str(path), create=False)) as mbox:
        for key in mbox.keys():  # noqa: SIM118 -- a mailbox iterates over messages
            yield mbox.get_bytes(key)


@contextmanager
def unseen_letters(url: str) -> Iterator[Iterator[tuple[str, bytes]]]:
    """The unread letters of ``imaps://user:password@host/INBOX``; each is marked read once it was taken."""
    parts = urlsplit(url)
    local = parts.hostname in {"127.0.0.1", "localhost"}
    if parts.scheme != "imaps" and not (parts.scheme == "imap" and local):
        raise Unreadable("请用 imaps:// 开头的地址。", "write an address that begins with imaps://.")
    make = imaplib.IMAP4_SSL if parts.scheme == "imaps" else imaplib.IMAP4
    box = make(parts.hostname or "", parts.port or (993 if parts.scheme == "imaps" else 143), timeout=30)
    try:
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        box.select(parts.path.strip("/") or "INBOX")
        yield _unseen(box)
    finally:
        box.logout()


def _unseen(box: imaplib.IMAP4) -> Iterator[tuple[str, bytes]]:
    _, found = box.uid("SEARCH", "UNSEEN")
    for uid in (found[0] or b"").split():
        # Peeking leaves it unread: who dies before it is taken finds it again.
        _, parts = box.uid("FETCH", uid.decode(), "(BODY.PEEK[])")
        raw = next((part[1] for part in parts if isinstance(part, tuple)), None)
        if isinstance(raw, bytes):
            yield uid.decode(), raw
            box.uid("STORE", uid.decode(), "+FLAGS", "(\\Seen)")
