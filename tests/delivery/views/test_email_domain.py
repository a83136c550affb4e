"""The sender's domain in DNS: asked on demand, shown apart, remembered for a while, never needed."""

import pytest
from django.core.cache import cache

from delivery.outcome.record import record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def known(settings, name_server):
    """A domain as it should be; nothing remembered."""
    cache.clear()
    settings.DNS_SERVER = name_server.address
    name_server.records = {
        ("example.com", "MX"): ["10 mx.example.com."],
        ("example.com", "TXT"): ['"v=spf1 include:spf.example.net -all"'],
        ("_dmarc.example.com", "TXT"): ['"v=DMARC1; p=none"'],
    }
    return name_server


@pytest.fixture
def failed(make_job, refused, now):
    """An e-mail that was refused."""
    job = make_job()
    record([refused(job, "550 5.7.26 unauthenticated mail is prohibited")], account=job.account, now=now)
    return job


def test_nothing_is_asked_before_somebody_wants_it(as_bob, failed, known):
    html = as_bob.get(f"/emails/{failed.pk}/").content.decode()

    assert f'action="/emails/{failed.pk}/domain/"' in html
    assert known.asked == []


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_records_are_shown_with_what_they_mean(as_bob, failed, headers):
    html = as_bob.post(f"/emails/{failed.pk}/domain/", headers=headers).content.decode()

    assert "v=spf1 include:spf.example.net -all" in html
    assert "10 mx.example.com." in html
    assert "The domain only watches" in html
    assert ("<html" in html) is not bool(headers)


def test_it_reads_in_spanish(as_bob, failed):
    html = as_bob.post(f"/emails/{failed.pk}/domain/", headers={"Accept-Language": "es"}).content.decode()

    assert "Lo que dice example.com en el DNS" in html
    assert "El dominio solo observa" in html


def test_asking_again_at_once_shows_what_is_remembered(as_bob, failed, known):
    as_bob.post(f"/emails/{failed.pk}/domain/")
    questions = len(known.asked)

    assert "v=spf1" in as_bob.post(f"/emails/{failed.pk}/domain/").content.decode()
    assert len(known.asked) == questions


def test_a_failure_is_not_remembered(as_bob, failed, known):
    known.broken = {"example.com", "_dmarc.example.com"}
    assert "No answer in time" in as_bob.post(f"/emails/{failed.pk}/domain/").content.decode()

    known.broken = set()
    assert "v=spf1" in as_bob.post(f"/emails/{failed.pk}/domain/").content.decode()


def test_a_record_is_only_text(as_bob, failed, known):
    known.records["example.com", "TXT"] = ['"v=spf1 <script>alert(1)</script> -all"']

    html = as_bob.post(f"/emails/{failed.pk}/domain/").content.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html


def test_looking_at_the_address_asks_nobody(as_bob, failed, known):
    response = as_bob.get(f"/emails/{failed.pk}/domain/")

    assert response["Location"] == f"/emails/{failed.pk}/"
    assert known.asked == []


def test_charlie_may_not_ask(as_charlie, failed, known):
    assert as_charlie.post(f"/emails/{failed.pk}/domain/").status_code == 403
    assert known.asked == []


def test_an_e_mail_from_nowhere_has_nothing_to_ask_about(as_bob, make_account, make_job):
    account = make_account(from_email="", username="")
    job = make_job(account=account)
    job.message.from_email = "root@localhost"
    job.message.save()

    assert as_bob.post(f"/emails/{job.pk}/domain/").status_code == 404
    assert as_bob.post("/emails/999999/domain/").status_code == 404
