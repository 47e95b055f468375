"""A choice among hundreds is Django's own element, made quickly."""

from django import forms
from django.test import SimpleTestCase

from haitang.ui.forms import LongSelect

CHOICES = [("", "请选择"), ("roads.potholes", '"坑洼" & <塌陷>'), ("roads.signals", "信号灯")]
GROUPED = [("", "请选择"), ("道路", [("roads", "道路"), ("roads.signals", "信号灯")]), ("other", "其他")]


class Short(forms.Form):
    what = forms.ChoiceField(choices=CHOICES, required=False)
    grouped = forms.ChoiceField(choices=GROUPED, required=False)


class Long(forms.Form):
    what = forms.ChoiceField(choices=CHOICES, required=False, widget=LongSelect)
    grouped = forms.ChoiceField(choices=GROUPED, required=False, widget=LongSelect)


class LongSelectTests(SimpleTestCase):
    def test_it_is_the_same_element_as_djangos(self) -> None:
        for data in ({}, {"what": "roads.signals"}, {"what": "unknown"}):
            self.assertHTMLEqual(str(Long(data)["what"]), str(Short(data)["what"]))

    def test_groups_are_the_same_elements_too(self) -> None:
        for data in ({}, {"grouped": "roads.signals"}, {"grouped": "other"}):
            self.assertHTMLEqual(str(Long(data)["grouped"]), str(Short(data)["grouped"]))
