"""What comes with the one press that takes a suggestion."""

from django import forms


class TakeForm(forms.Form):
    """The serial that was seen, and the step's own UUID so that two presses are one."""

    seen = forms.IntegerField(min_value=1)
    client_id = forms.UUIDField()
