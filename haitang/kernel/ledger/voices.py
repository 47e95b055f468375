"""Spoken words as they are kept: what it is, is told by its first bytes, whatever it is called."""

from haitang.kernel.ledger.storage import file_refused

#: A few minutes of speech in any of these; a longer one says too much to be listened to.
MOST_BYTES = 5_000_000
_SIGNS = {
    b"\x1aE\xdf\xa3": "audio/webm",
    b"OggS": "audio/ogg",
    b"ID3": "audio/mpeg",
    b"\xff\xfb": "audio/mpeg",
    b"\xff\xf3": "audio/mpeg",
    b"\xff\xf1": "audio/aac",
    b"\xff\xf9": "audio/aac",
    b"#!AMR": "audio/amr",
}
#: What recorders write into an MP4; a phone's HEIC photo begins alike and names another brand.
_MP4 = (b"M4A ", b"M4B ", b"mp41", b"mp42", b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"3gp4", b"3gp5")


def voice_type(start: bytes) -> str:
    """The media type of a recording, by its first sixteen bytes; empty for anything else."""
    if start[:4] == b"RIFF" and start[8:12] == b"WAVE":
        return "audio/wav"
    if start[4:8] == b"ftyp" and start[8:12] in _MP4:
        return "audio/mp4"
    return next((kind for sign, kind in _SIGNS.items() if start.startswith(sign)), "")


def is_voice(media_type: str) -> bool:
    """Whether a kept file is a recording."""
    return media_type.startswith("audio/")


def checked_voice(content: bytes) -> tuple[bytes, str] | None:
    """A recording ready to be kept, just as it is; None where it is none, refused where it is too long."""
    kind = voice_type(content[:16])
    if not kind:
        return None
    if len(content) > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        zh, en = (
            f"录音太长，最大 {most} MB。请分段说。",
            f"the recording is too long; {most} MB is the limit.",
        )
        raise file_refused("voice_too_long", zh, en)
    return content, kind
