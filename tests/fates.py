"""What becomes of everything personal when somebody asks to be erased, and whether it is in their export.

Each model with its personal columns: what is sealed or found by index, free text and JSON, addresses, and
whoever a row points to. One that stands here with no fate, or a new one that does not stand here, fails the
test; so a table that is added says at once what becomes of people in it.
"""

from enum import StrEnum


class Fate(StrEnum):
    """What becomes of a column."""

    PERSON = "emptied or deleted in the act that erases the person"
    CONTACT = "emptied when the matter's contact days are over, and as soon as the resident asks"
    WORDS = "blanked when the matter's words are erased; typed numbers when its contact days are over"
    GUEST = "emptied half a year after the meeting, or with its words"
    SOON = "deleted by the worker when its time is over"
    NOTE = "blanked on a lawful request, entry by entry or with its matter's words"
    DEED = "kept: who did what is the record; it points at a person without a name"
    REASON = "kept: the ground of an official act, which is told to name nobody"
    SECRET = "kept: a digest or key that nobody is found by"
    HOUSE = "kept: of the house, its units and its playbooks, and of no person"


class Told(StrEnum):
    """Whether it is in an export."""

    OWN = "in the person's own export"
    CODE = "in the resident's, by number and code"
    BOTH = "in the person's own export, and in the resident's by number and code"
    OTHERS = "no: it would tell of others, or of who looked after the house"
    SECRET = "no: a secret, a digest or an index"
    ANEW = "no: it repeats what is exported from where it was said"
    HOUSE = "no: it says nothing of a person"


_HOUSE = (Fate.HOUSE, Told.HOUSE)
_KEY = (Fate.SECRET, Told.SECRET)
_GONE_KEY = (Fate.PERSON, Told.SECRET)
_OWN = (Fate.PERSON, Told.OWN)
_DEED = (Fate.DEED, Told.OWN)
_ELSEWHERE = (Fate.DEED, Told.OTHERS)
_WORDS = (Fate.WORDS, Told.BOTH)

FATES: dict[str, dict[str, tuple[Fate, Told]]] = {
    "auth.Permission": {"name codename": _HOUSE},
    "auth.Group": {"name": _HOUSE},
    "contenttypes.ContentType": {"app_label model": _HOUSE},
    "sessions.Session": {"session_key session_data": _GONE_KEY},
    "ui.Tally": {"whom": (Fate.SOON, Told.SECRET)},
    "ui.Cached": {"cache_key value": (Fate.SOON, Told.ANEW)},
    "account.EmailAddress": {"user email": _OWN},
    "account.EmailConfirmation": {"key": _GONE_KEY},
    "mfa.Authenticator": {"user": _OWN, "data": _GONE_KEY},
    "socialaccount.SocialApp": {"provider provider_id name client_id secret key settings": _HOUSE},
    "socialaccount.SocialAccount": {"user provider uid extra_data": _OWN},
    "socialaccount.SocialToken": {"token token_secret": _GONE_KEY},
    "registry.Region": {"code name canary": _HOUSE},
    "registry.UnitKind": {"label_zh label_en": _HOUSE},
    "registry.Unit": {"code name path": _HOUSE, "ended_because": (Fate.REASON, Told.HOUSE)},
    "registry.Person": {
        "name phone_sealed identity_sealed": _OWN,
        "phone_index identity_index": _GONE_KEY,
        "erased_because_sealed": (Fate.REASON, Told.OTHERS),
    },
    "registry.Role": {"label_zh label_en": _HOUSE},
    "registry.RoleAbility": {"ability": _HOUSE},
    "registry.Post": {"person": _DEED, "ended_because": (Fate.REASON, Told.OTHERS)},
    "registry.TieKind": {"label_zh label_en": _HOUSE},
    "registry.Tie": {"from_person to_person": _DEED},
    "registry.PlaceKind": {"label_zh label_en": _HOUSE},
    "registry.Place": {"name": _HOUSE},
    "registry.Account": {"username email person": _OWN, "password": _GONE_KEY},
    "registry.ApiToken": {"label": _OWN, "digest": _KEY},
    "registry.Look": {"by person field": _DEED, "why": (Fate.REASON, Told.BOTH)},
    "playbooks.Version": {"text ids sources digest proof diff": _HOUSE, "applied_by": _ELSEWHERE},
    "playbooks.Declared": {"slot kind": _HOUSE},
    "ledger.Entry": {
        "person served_person recorded_by": _DEED,
        "data": (Fate.DEED, Told.OWN),
        "reason": (Fate.REASON, Told.OTHERS),
        "note_digest attached digest": _KEY,
    },
    "ledger.Note": {"text answers": (Fate.NOTE, Told.OWN), "salt": _KEY},
    "ledger.Attachment": {"uploaded_by media_type": _DEED, "digest proof": _KEY},
    "ledger.Erasure": {"by": _ELSEWHERE, "ground": (Fate.REASON, Told.OTHERS), "digest": _KEY},
    "ledger.Fact": {
        "choice1 choice2 choice3 choice4 choice5 choice6": (Fate.DEED, Told.ANEW),
        "person served_person": (Fate.DEED, Told.ANEW),
    },
    "ledger.Seal": {"root previous chain": _HOUSE},
    "ledger.Fill": {"projection": _HOUSE},
    "matters.Matter": {
        "choice1 choice2 choice3 choice4 choice5 choice6": (Fate.DEED, Told.ANEW),
        "number outside_key": (Fate.DEED, Told.CODE),
        "title body data": _WORDS,
        "assignee opened_by": _DEED,
        "follow_digest": _KEY,
    },
    "matters.Words": {"sought grams": (Fate.WORDS, Told.ANEW)},
    "matters.Step": {"actor": _DEED, "note data": _WORDS},
    "matters.Claim": {"person": _DEED},
    "matters.Call": {"asked_by": _ELSEWHERE},
    "matters.Contact": {
        "name_sealed phone_sealed email_sealed": (Fate.CONTACT, Told.CODE),
        "phone_index": (Fate.CONTACT, Told.SECRET),
    },
    "matters.NumberSeries": {"series": _HOUSE},
    "matters.Refill": {"projection": _HOUSE},
    "meetings.Item": {"put_by": _ELSEWHERE},
    "meetings.Seat": {"replied_by": _DEED, "sends": (Fate.GUEST, Told.OWN)},
    "meetings.Guest": {
        "person": _DEED,
        "comes_as": _OWN,
        "asked_by": _ELSEWHERE,
        "name_sealed phone_sealed email_sealed": (Fate.GUEST, Told.OTHERS),
    },
    "requests.Publication": {
        "text": (Fate.WORDS, Told.ANEW),
        "published_by": _ELSEWHERE,
        "sought grams": (Fate.WORDS, Told.ANEW),
    },
    "routing.LearnedVersion": {
        "learned_by": _ELSEWHERE,
        # Weights of pieces of two to four letters, and counts of units: who said what cannot be had from it.
        "slopes habits figures": _HOUSE,
        "digest": _KEY,
    },
    "routing.Suggestion": {"words": (Fate.WORDS, Told.ANEW), "units": _HOUSE},
    "notice.Warned": {"occasion": (Fate.SOON, Told.HOUSE)},
    "notice.Notice": {"person occasion key": (Fate.SOON, Told.OWN)},
    "notice.Letter": {"person occasion key trouble": (Fate.SOON, Told.ANEW)},
    "notice.Choice": {"person occasion": _OWN},
    "notice.Habit": {"person language": _OWN},
    "notice.Device": {"person endpoint_sealed": _OWN, "endpoint_index p256dh auth": _GONE_KEY},
    "notice.CodeLetter": {"trouble": (Fate.SOON, Told.HOUSE)},
    "notice.CodeAsk": {"number reached_at_sealed": (Fate.SOON, Told.ANEW)},
    "rota.Sitting": {
        "planned_by held_by": _ELSEWHERE,
        "place": _HOUSE,
        "called_off_why": (Fate.REASON, Told.OTHERS),
    },
    "rota.Turn": {"person": _DEED},
    "rota.Exchange": {"asked": _DEED, "note": _OWN},
    "rota.Absence": {"person": _OWN},
    "rota.CalendarKey": {"person": (Fate.DEED, Told.OWN)},
    "hooks.Hook": {"address_sealed secret_sealed": _HOUSE, "set_by": _ELSEWHERE},
    # States, days and numbers, never words; what was told stays told.
    "hooks.Telling": {"body trouble": (Fate.DEED, Told.ANEW)},
    "sampling.SampleDraw": {"root frame frame_digest outcome": _HOUSE},
    "sampling.SampleAnswer": {
        "answers": (Fate.SOON, Told.OTHERS),
        "by": (Fate.SOON, Told.OTHERS),
        "address": (Fate.SOON, Told.SECRET),
    },
}
