import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from haitang.ui.uploads import ATTACHED, PhotosField


def photo(name="a.jpg", size=10):
    return SimpleUploadedFile(name, b"x" * size, content_type="image/jpeg")


def test_no_photo_is_an_empty_list_where_none_is_required():
    assert PhotosField(language="zh", required=False).clean([]) == []


def test_all_chosen_photos_come_back():
    names = [file.name for file in PhotosField(language="zh").clean([photo("a.jpg"), photo("b.jpg")])]
    assert names == ["a.jpg", "b.jpg"]


def test_a_required_photo_is_asked_for():
    with pytest.raises(ValidationError):
        PhotosField(language="zh", required=True).clean([])


def test_a_photo_that_is_too_large_is_refused_with_its_size():
    large = photo("big.jpg")
    large.size = 40_000_000
    with pytest.raises(ValidationError, match="40 MB"):
        PhotosField(language="zh").clean([large])


def test_too_many_photos_are_refused_with_their_number():
    with pytest.raises(ValidationError, match="At most 6"):
        PhotosField(language="en").clean([photo() for _ in range(7)])


def test_the_picker_offers_pdf_only_where_files_are_taken():
    accepts = {takes: PhotosField(language="zh", takes=takes).widget.attrs["accept"] for takes in ATTACHED}
    assert {takes: "application/pdf" in said for takes, said in accepts.items()} == {
        "photos": False,
        "files": True,
    }
