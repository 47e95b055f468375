"""Web push as the standards print it."""

from base64 import urlsafe_b64decode
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from haitang.lib import webpush


def test_the_example_that_rfc_8291_prints_comes_out():
    own = int.from_bytes(urlsafe_b64decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw="), "big")
    body = webpush.encrypt(
        b"When I grow up, I want to be a watermelon",
        p256dh="BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        auth="BTBZMqHH6r4Tts7J_aSIgg",
        salt=urlsafe_b64decode("DGv6ra1nlYgDCS1FRnbzlw=="),
        own=ec.derive_private_key(own, ec.SECP256R1()),
    )
    printed = (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27ml"
        "mlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
        "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )
    assert body == urlsafe_b64decode(printed)


def test_what_does_not_fit_or_is_no_key_is_refused():
    with pytest.raises(ValueError, match="at most"):
        webpush.encrypt(b"x" * (webpush.LONGEST + 1), p256dh="", auth="")
    assert not webpush.is_receiver("abc", "def")
    assert not webpush.is_receiver("B" + "A" * 86, "BTBZMqHH6r4Tts7J_aSIgg")


def test_the_key_stays_the_same_and_is_a_point_of_the_curve():
    assert webpush.public_key("k" * 40) == webpush.public_key("k" * 40)
    assert webpush.is_receiver(webpush.public_key("k" * 40), "BTBZMqHH6r4Tts7J_aSIgg")
    said = webpush.authorization(
        "https://push.example/x", secret="k" * 40, until=datetime.now(UTC) + timedelta(hours=1)
    )
    assert said.startswith("vapid t=")
