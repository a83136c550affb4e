"""MX, SPF and DMARC as a real name server gives them: found, missing, broken or silent."""

from datetime import UTC, datetime

import pytest

from delivery.domain_records.answer import DomainRecords
from delivery.domain_records.ask import ask, askable, resolver_for

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.fixture
def asked(name_server):
    """Asks the tiny name server about a domain."""

    def make(domain: str = "example.com") -> DomainRecords:
        return ask(domain, resolver_for(name_server.address), now=NOW)

    return make


def test_what_is_there_is_told_word_for_word(name_server, asked):
    name_server.records = {
        ("example.com", "MX"): ["10 mx1.example.com.", "20 mx2.example.com."],
        ("example.com", "TXT"): ['"google-site-verification=x"', '"v=spf1 include:spf.example.net " "-all"'],
        ("_dmarc.example.com", "TXT"): ['"v=DMARC1; p=reject; rua=mailto:reports@example.com"'],
    }

    told = asked()

    assert set(told.mx.records) == {"10 mx1.example.com.", "20 mx2.example.com."}
    assert told.spf.records == ("v=spf1 include:spf.example.net -all",)
    assert (told.dmarc.state, told.dmarc.remark) == ("found", "dmarc-rejects")
    assert (told.domain, told.at) == ("example.com", NOW)


def test_a_domain_that_does_not_exist_has_no_records(asked):
    told = asked()

    assert (told.mx.state, told.spf.state, told.dmarc.state) == ("none", "none", "none")
    assert (told.mx.remark, told.spf.remark, told.dmarc.remark) == ("mx-none", "spf-none", "dmarc-none")


@pytest.mark.parametrize(
    ("records", "remark"),
    [
        (['"v=spf1 -all"'], ""),
        (['"v=spf1 +all"'], "spf-open"),
        (['"v=spf1 all"'], "spf-open"),
        (['"v=spf1 ?all"'], ""),
        (['"v=spf1 -all"', '"v=spf1 ~all"'], "spf-several"),
        (['"v=spf10 -all"'], "spf-none"),
    ],
)
def test_spf_is_read_as_receivers_read_it(name_server, asked, records, remark):
    name_server.records = {("example.com", "TXT"): records}

    assert asked().spf.remark == remark


@pytest.mark.parametrize(
    ("policy", "remark"),
    [
        ("p=none", "dmarc-watches"),
        ("p=quarantine", "dmarc-quarantines"),
        ("P=Reject", "dmarc-rejects"),
        ("p=reject; sp=none", "dmarc-watches"),
    ],
)
def test_a_subdomain_obeys_its_parent(name_server, asked, policy, remark):
    name_server.records = {("_dmarc.example.com", "TXT"): [f'"v=DMARC1; {policy}"']}

    told = asked("mail.shop.example.com")

    assert (told.dmarc.name, told.dmarc.remark) == ("_dmarc.example.com", remark)


def test_a_domain_that_takes_no_mail_says_so(name_server, asked):
    name_server.records = {("example.com", "MX"): ["0 ."]}

    assert asked().mx.remark == "mx-null"


def test_a_sick_server_says_nothing_about_the_record(name_server, asked):
    name_server.broken = {"example.com", "_dmarc.example.com"}

    told = asked()

    assert {told.mx.state, told.spf.state, told.dmarc.state} == {"failed"}
    assert {told.mx.remark, told.spf.remark, told.dmarc.remark} == {""}


def test_silence_is_not_waited_for(name_server, asked, monkeypatch):
    monkeypatch.setattr("delivery.domain_records.ask.ONE", 0.1)
    name_server.silent = {"example.com"}
    name_server.records = {("_dmarc.example.com", "TXT"): ['"v=DMARC1; p=none"']}

    told = asked()

    assert (told.mx.state, told.spf.state, told.dmarc.state) == ("failed", "failed", "found")


def test_all_questions_share_one_limit(name_server, asked, monkeypatch):
    monkeypatch.setattr("delivery.domain_records.ask.ALL", 0.0)

    assert asked().mx.state == "failed"
    assert name_server.asked == []


def test_records_without_end_are_cut(name_server, asked):
    pieces = " ".join(f'"{"a" * 250}"' for _ in range(6))
    name_server.records = {("example.com", "TXT"): [f'"v=spf1 " {pieces}']}

    assert len(asked().spf.records[0]) == 1000


@pytest.mark.parametrize(
    ("domain", "form"),
    [
        ("Example.COM.", "example.com"),
        ("mañana.example.com", "xn--maana-pta.example.com"),
        ("localhost", None),
        ("", None),
        ("10.0.0.1", None),
        ("a b.example.com", None),
        ("-x.example.com", None),
        ("x" * 64 + ".example.com", None),
        ("$(id).example.com", None),
        ("..", None),
    ],
)
def test_only_domains_are_asked_about(domain, form):
    assert askable(domain) == form


@pytest.mark.parametrize(
    ("setting", "server"),
    [("10.0.0.2", ("10.0.0.2", 53)), ("10.0.0.2:5353", ("10.0.0.2", 5353)), ("fd00::2", ("fd00::2", 53))],
)
def test_the_setting_names_who_is_asked(setting, server):
    resolver = resolver_for(setting)

    assert (resolver.nameservers[0], resolver.port) == server
