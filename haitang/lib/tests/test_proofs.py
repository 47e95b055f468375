"""The secret of a page, and the identifier of its form."""

from uuid import UUID

from haitang.lib.proofs import LENGTH, draft_of, new_secret, proves


def test_a_secret_proves_the_form_made_of_it_and_no_other():
    own, other = new_secret(), new_secret()
    assert len(own) == LENGTH
    assert proves(own, draft_of(own))
    assert not proves(other, draft_of(own))


def test_neither_nothing_nor_the_identifier_proves_anything():
    draft = draft_of(new_secret())
    assert not proves("", draft_of(""))
    assert not proves(draft.hex, draft)
    assert not proves(str(draft), draft)


def test_a_browser_makes_the_same_identifier():
    # The first half of SHA-256, as crypto.subtle gives it.
    assert draft_of("A" * LENGTH) == UUID("0f007385-b6f9-d4b7-eeb2-748605afe1a9")
