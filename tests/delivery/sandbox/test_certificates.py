"""The sandbox's certificates are made once, and the good one is good."""

import datetime as dt

from cryptography import x509

from delivery.sandbox.certificates import KINDS, make_certificates, server_context

NOW = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)


def test_certificates_are_made_once(tmp_path):
    first = make_certificates(tmp_path / "new", NOW).read_bytes()

    assert make_certificates(tmp_path / "new", NOW).read_bytes() == first


def test_a_missing_certificate_is_made_again(tmp_path):
    make_certificates(tmp_path, NOW)
    (tmp_path / "good.pem").unlink()

    make_certificates(tmp_path, NOW)

    assert all(server_context(tmp_path, kind) for kind in KINDS)


def test_keys_are_for_their_owner_alone(tmp_path):
    make_certificates(tmp_path, NOW)

    assert {(tmp_path / f"{kind}.pem").stat().st_mode & 0o777 for kind in KINDS} == {0o600}


def test_only_the_expired_one_has_expired(tmp_path):
    make_certificates(tmp_path, NOW)

    expired = {
        kind
        for kind in KINDS
        if x509.load_pem_x509_certificate((tmp_path / f"{kind}.pem").read_bytes()).not_valid_after_utc < NOW
    }

    assert expired == {"expired"}
