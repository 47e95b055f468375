"""What is sent with taking an offer on, and with going on with it."""

from uuid import UUID

from django import forms

from haitang.ui.worded import WordedForm

NOTE_LENGTH = 500


class WhyForm(WordedForm):
    """Why the contact is looked at; whoever asked is told."""

    why = forms.CharField(max_length=200)

    def words(self) -> dict[str, tuple[str, str]]:
        """Labels in both languages."""
        return {"why": ("为什么要看（求助的人会看到）", "Why (whoever asked will see it)")}


class TakeForm(WordedForm):
    """``seen`` is the serial that the page showed; ``client_id`` makes twice once."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    client_id = forms.UUIDField(widget=forms.HiddenInput)
    note = forms.CharField(required=False, max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 2}))

    def words(self) -> dict[str, tuple[str, str]]:
        """Labels in both languages."""
        return {"note": ("说明", "Note")}

    @property
    def step(self) -> UUID:
        """The step's own identifier."""
        found = self.cleaned_data["client_id"]
        assert isinstance(found, UUID)
        return found
