"""The front door of matters."""

from haitang.kernel.matters.actions.bulk import open_many
from haitang.kernel.matters.actions.coding import matter_left_with, put_code
from haitang.kernel.matters.actions.commenting import attach, comment
from haitang.kernel.matters.actions.contact import (
    erase_contacts,
    look_at_contact,
    names_behind,
    own_contact,
    use_contact,
)
from haitang.kernel.matters.actions.editing import edit
from haitang.kernel.matters.actions.erasing import ERASED_TITLE, erase_own_contact, erase_words
from haitang.kernel.matters.actions.fading import erase_typed_numbers
from haitang.kernel.matters.actions.forgetting import erase_again, erased_since
from haitang.kernel.matters.actions.gathering import gather, part
from haitang.kernel.matters.actions.moving import lock, make_move
from haitang.kernel.matters.actions.opening import open_matter
from haitang.kernel.matters.actions.taking import move_offer, take_offer
from haitang.kernel.matters.actions.ticking import TickReport, tick
from haitang.kernel.matters.actions.wordbook import sort_words_in
from haitang.kernel.matters.companions import Companion, register_companion
from haitang.kernel.matters.contacts import opened_contact
from haitang.kernel.matters.declare import MattersSection
from haitang.kernel.matters.drafts import ContactDetails, MatterDraft, Opened, OpenReport
from haitang.kernel.matters.follow import has_stub, new_code, slip_code, slip_draft
from haitang.kernel.matters.hands import OUTSIDE, matters_outside
from haitang.kernel.matters.hearing import register_hearer
from haitang.kernel.matters.importing import HEADINGS
from haitang.kernel.matters.keeping import late, offline_days
from haitang.kernel.matters.kinds import Kind, kind_of, read_answers
from haitang.kernel.matters.offering import goes_with_others, taker_of
from haitang.kernel.matters.postmarks import register_postmarks
from haitang.kernel.matters.queries.board import Column, board
from haitang.kernel.matters.queries.calls import Called, CallView, calls_open, calls_to, limit_behind
from haitang.kernel.matters.queries.ended import ended_between, reachable
from haitang.kernel.matters.queries.inbox import (
    Amount,
    Counts,
    InboxFilter,
    InboxPage,
    InboxRow,
    inbox,
    visible,
)
from haitang.kernel.matters.queries.kept import claims_of, matters_naming, steps_by
from haitang.kernel.matters.queries.lately import (
    Said,
    Waiting,
    first_seen,
    free_to_gather,
    newest_matter,
    said_at,
    said_since,
    units_within,
    waiting,
)
from haitang.kernel.matters.queries.loaders import (
    clean_number,
    followed,
    has_moved,
    matter_for,
    matter_from_outside,
    matters_for,
    matters_of_kinds,
    number_seen,
    rated_like,
    told_as,
)
from haitang.kernel.matters.queries.looks import LookView, looks_behind
from haitang.kernel.matters.queries.offers import (
    Offer,
    OfferMove,
    offer_for,
    offered_kinds,
    offers_open,
    offers_taken,
)
from haitang.kernel.matters.queries.pictures import pictures_of
from haitang.kernel.matters.queries.rows import (
    called_by,
    contacts_of,
    due_between,
    gathered_under,
    joined_by,
    left_behind,
    matter_keyed,
    matter_numbered,
    matters_of,
    opened_since,
    steps_of,
    steps_of_kind,
    steps_since,
    warned_until,
)
from haitang.kernel.matters.queries.story import (
    AnswerView,
    MoveView,
    StepView,
    moves_open,
    shown_answers,
    story,
)
from haitang.kernel.matters.queries.watching import TooAlike, too_alike
from haitang.kernel.matters.queries.wording import Wording, wording
from haitang.kernel.matters.routing import host_of
from haitang.kernel.matters.rules import (
    COMMENTS,
    EDITS,
    ERASES_WORDS,
    GATHERS,
    LOOKS_BEHIND,
    SEES_MATTERS,
    WATCHES,
)
from haitang.kernel.matters.standing import unpublished_year
from haitang.kernel.matters.timewords import DatedLimit, Limit, Span
from haitang.kernel.matters.withdrawn import NotTakenBack, is_taken_back
from haitang.kernel.matters.words import (
    PAGE,
    PROGRAM,
    STAYS,
    TAKER,
    Ask,
    Category,
    Flow,
    MatterKind,
    Move,
    Routing,
    State,
    Write,
)
from haitang.kernel.matters.words import RESIDENT as BY_RESIDENT

__all__ = [
    "BY_RESIDENT",
    "COMMENTS",
    "EDITS",
    "ERASED_TITLE",
    "ERASES_WORDS",
    "GATHERS",
    "HEADINGS",
    "LOOKS_BEHIND",
    "OUTSIDE",
    "PAGE",
    "PROGRAM",
    "SEES_MATTERS",
    "STAYS",
    "TAKER",
    "WATCHES",
    "Amount",
    "AnswerView",
    "Ask",
    "CallView",
    "Called",
    "Category",
    "Column",
    "Companion",
    "ContactDetails",
    "Counts",
    "DatedLimit",
    "Flow",
    "InboxFilter",
    "InboxPage",
    "InboxRow",
    "Kind",
    "Limit",
    "LookView",
    "MatterDraft",
    "MatterKind",
    "MattersSection",
    "Move",
    "MoveView",
    "NotTakenBack",
    "Offer",
    "OfferMove",
    "OpenReport",
    "Opened",
    "Routing",
    "Said",
    "Span",
    "State",
    "StepView",
    "TickReport",
    "TooAlike",
    "Waiting",
    "Wording",
    "Write",
    "attach",
    "board",
    "called_by",
    "calls_open",
    "calls_to",
    "claims_of",
    "clean_number",
    "comment",
    "contacts_of",
    "due_between",
    "edit",
    "ended_between",
    "erase_again",
    "erase_contacts",
    "erase_own_contact",
    "erase_typed_numbers",
    "erase_words",
    "erased_since",
    "first_seen",
    "followed",
    "free_to_gather",
    "gather",
    "gathered_under",
    "goes_with_others",
    "has_moved",
    "has_stub",
    "host_of",
    "inbox",
    "is_taken_back",
    "joined_by",
    "kind_of",
    "late",
    "left_behind",
    "limit_behind",
    "lock",
    "look_at_contact",
    "looks_behind",
    "make_move",
    "matter_for",
    "matter_from_outside",
    "matter_keyed",
    "matter_left_with",
    "matter_numbered",
    "matters_for",
    "matters_naming",
    "matters_of",
    "matters_of_kinds",
    "matters_outside",
    "move_offer",
    "moves_open",
    "names_behind",
    "new_code",
    "newest_matter",
    "number_seen",
    "offer_for",
    "offered_kinds",
    "offers_open",
    "offers_taken",
    "offline_days",
    "open_many",
    "open_matter",
    "opened_contact",
    "opened_since",
    "own_contact",
    "part",
    "pictures_of",
    "put_code",
    "rated_like",
    "reachable",
    "read_answers",
    "register_companion",
    "register_hearer",
    "register_postmarks",
    "said_at",
    "said_since",
    "shown_answers",
    "slip_code",
    "slip_draft",
    "sort_words_in",
    "steps_by",
    "steps_of",
    "steps_of_kind",
    "steps_since",
    "story",
    "take_offer",
    "taker_of",
    "tick",
    "told_as",
    "too_alike",
    "units_within",
    "unpublished_year",
    "use_contact",
    "visible",
    "waiting",
    "warned_until",
    "wording",
]
