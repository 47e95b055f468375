"""Files of a refused form: held by a signed word, taken up again, shown to nobody, gone after a day."""

from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django import forms
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from PIL import Image

from haitang.lib import clock
from haitang.ui.holding import Gone, hold_uploads, taken_up
from haitang.ui.uploads import PhotosField, VoiceField


class Form(forms.Form):
    what = forms.CharField()
    photos = PhotosField(language="zh", required=True)
    voice = VoiceField(language="zh")


def photo(name: str = "a.jpg") -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), content_type="image/jpeg")


def sent(*files, what="", held=()) -> Form:
    data = QueryDict(mutable=True)
    data["what"] = what
    data.setlist("photos-held", list(held))
    return Form(data, MultiValueDict({"photos": list(files)}))


def words_of(form: Form) -> list[str]:
    assert not form.is_valid()
    hold_uploads(form)
    return [one.word for one in form.fields["photos"].widget.held]


def test_a_photo_held_goes_with_the_form_the_next_time():
    word = words_of(sent(photo("lamp.jpg")))[0]
    form = sent(what="灯", held=[word])
    assert form.is_valid()
    assert [one.name for one in form.cleaned_data["photos"]] == ["lamp.jpg"]
    assert form.cleaned_data["photos"][0].read().startswith(b"\xff\xd8")


def test_it_stays_held_however_often_the_form_is_refused_and_beside_new_ones():
    word = words_of(sent(photo("one.jpg")))[0]
    again = sent(photo("two.jpg"), held=[word])
    words = words_of(again)
    assert words[0] == word
    assert len(words) == 2
    shown = str(again["photos"])
    assert shown.count("checked") == 2
    assert "two.jpg" in shown
    assert "required" not in shown


def test_what_may_not_be_kept_is_not_held():
    assert words_of(sent(SimpleUploadedFile("a.jpg", b"<script>", content_type="image/jpeg"))) == []


def test_more_than_the_limit_are_refused_held_ones_among_them():
    words = words_of(sent(*(photo(f"{number}.jpg") for number in range(4))))
    form = sent(*(photo(f"new{number}.jpg") for number in range(3)), what="灯", held=words)
    assert "一次最多 6 张照片，您选了 7 张。" in str(form.errors)


@pytest.mark.parametrize("later", [timedelta(hours=21), timedelta(days=3)])
def test_after_the_day_it_must_be_chosen_again_and_the_form_says_so(later):
    word = words_of(sent(photo()))[0]
    with time_machine.travel(clock.now() + later, tick=False):
        assert "请重新选" in str(sent(what="灯", held=[word]).errors["photos"])


def test_a_word_that_we_did_not_sign_opens_nothing():
    another = signing.dumps({"digest": "../../etc/passwd"}, salt="another")
    assert [type(taken_up(word)) for word in ("", "x", another)] == [Gone, Gone, Gone]
