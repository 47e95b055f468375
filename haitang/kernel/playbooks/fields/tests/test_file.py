from uuid import uuid4

from django import forms

from haitang.kernel.playbooks.fields.tests.asking import ask, refused


def test_files_are_named_by_their_uuids_each_once():
    one, two = uuid4(), uuid4()
    spec = ask("file", most=2)
    assert spec.clean([one, str(two), one]) == [str(one), str(two)]
    assert spec.clean(str(one)) == [str(one)]
    assert spec.show([str(one), str(two)], "en") == "2 files"


def test_too_many_or_no_file_is_refused():
    assert [refused(ask("file"), raw) for raw in ([uuid4(), uuid4()], "photo.jpg")] == [
        "answer.too_many",
        "answer.not_a_file",
    ]


def test_its_form_is_the_browsers_own():
    assert isinstance(ask("file").form_field(), forms.FileField)
