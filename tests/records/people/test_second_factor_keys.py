"""Secrets of second factors while a county has two keys, as after a restore that was ended half way."""

from django.test import override_settings

from tenglong.records.people.second_factor import seal, unseal


def test_a_secret_sealed_by_either_key_can_be_read():
    with override_settings(SECRET_KEY="theirs", SECRET_KEY_FALLBACKS=[]):
        theirs = seal("A")
    with override_settings(SECRET_KEY="ours", SECRET_KEY_FALLBACKS=["theirs"]):
        ours = seal("B")
        assert (unseal(theirs), unseal(ours)) == ("A", "B")
    with override_settings(SECRET_KEY="theirs", SECRET_KEY_FALLBACKS=[]):
        assert unseal(ours) == ""
