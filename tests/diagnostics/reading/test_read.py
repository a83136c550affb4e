"""Who printed a text, and what it tells about the conversation."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.diagnose import diagnose
from diagnostics.reading import read

TEXTS = {
    "dotnet": "MailKit.Security.AuthenticationException: 535: 5.7.139 Authentication unsuccessful, account locked.",
    "python": "smtplib.SMTPRecipientsRefused: {'ana@example.com': (550, b'5.1.1 unknown')}",
    "node": "Error: connect ECONNREFUSED 192.0.2.10:587\n  code: 'ESOCKET',\n  command: 'CONN'",
    "php": 'Connection could not be established with host "ssl://smtp.example.com:587": stream_socket_client(): failed',
    "java": "com.sun.mail.util.MailConnectException: Couldn't connect to host, port: smtp.example.com, 587; timeout 10000;",
    "go": "dial tcp 192.0.2.10:587: connect: connection refused",
    "ruby": 'Errno::ECONNREFUSED: Connection refused - connect(2) for "smtp.example.com" port 587',
    "postfix": "4ABC: to=<ana@example.com>, relay=mx.example.net[192.0.2.1]:25, delay=1.2, dsn=5.1.1, status=bounced "
    "(host mx.example.net[192.0.2.1] said: 550 5.1.1 unknown (in reply to RCPT TO command))",
    "exim": "2026-01-09 16:12:30 1abc-0001 ** ana@example.com R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.1]: "
    "SMTP error from remote mail server after RCPT TO:<ana@example.com>: 550 5.1.1 unknown",
    "microsoft-ndr": "Diagnostic information for administrators:\n\nGenerating server: mx.example.net\n\nana@example.com\n"
    "Remote Server at mx2.example.net (192.0.2.7) returned '550 5.1.1 User unknown'",
    "transcript": "C: EHLO app.example.com\nS: 250 mx.example.net\nC: MAIL FROM:<a@example.com>\nS: 250 ok\n"
    "C: RCPT TO:<ana@example.com>\nS: 550 5.1.1 unknown",
    "reply": "550 5.1.1 User unknown",
}


@pytest.mark.parametrize("dialect", TEXTS)
def test_it_knows_who_printed_a_text(dialect):
    assert read(TEXTS[dialect]).dialect == dialect


@pytest.mark.parametrize(
    ("dialect", "stage"),
    [
        ("dotnet", "login"),
        ("python", "rcpt-to"),
        ("node", "connect"),
        ("java", "connect"),
        ("go", "connect"),
        ("postfix", "rcpt-to"),
        ("exim", "rcpt-to"),
        ("transcript", "rcpt-to"),
    ],
)
def test_it_knows_how_far_the_conversation_came(dialect, stage):
    assert read(TEXTS[dialect]).stage == stage


@pytest.mark.parametrize("dialect", ["node", "php", "java", "go", "ruby"])
def test_it_reads_the_port_that_was_tried(dialect):
    assert read(TEXTS[dialect]).port == 587


@pytest.mark.parametrize("dialect", ["php", "java", "ruby"])
def test_it_reads_the_host_that_was_tried(dialect):
    assert read(TEXTS[dialect]).host == "smtp.example.com"


@pytest.mark.parametrize("dialect", ["postfix", "exim", "microsoft-ndr"])
def test_it_reads_which_machine_answered(dialect):
    evidence = read(TEXTS[dialect])

    assert (evidence.host, evidence.ip) in {("mx.example.net", "192.0.2.1"), ("mx2.example.net", "192.0.2.7")}


@pytest.mark.parametrize("dialect", ["python", "postfix", "exim", "microsoft-ndr", "transcript"])
def test_it_reads_for_whom_the_message_was(dialect):
    assert read(TEXTS[dialect]).recipient == "ana@example.com"


@pytest.mark.parametrize(
    "sentence",
    [
        "Der SMTP-Server erfordert eine sichere Verbindung, oder der Client wurde nicht authentifiziert. Die Serverantwort war: ",
        "Le serveur SMTP requiert une connexion sécurisée ou le client n'était pas authentifié. La réponse du serveur était : ",
        "O servidor SMTP requer uma conexão segura ou o cliente não foi autenticado. A resposta do servidor foi: ",
    ],
)
def test_wrappers_in_other_languages_are_taken_off(sentence):
    evidence = read(sentence + "5.7.57 Client not authenticated to send mail.")

    assert [(reply.code, reply.enhanced) for reply in evidence.replies] == [(530, "5.7.57")]
    assert evidence.wrapper_text == sentence.rpartition(". ")[0] + "."


def test_the_reason_hidden_in_base64_is_heard():
    said = "334 eyJzdGF0dXMiOiI0MDAiLCJzY2hlbWVzIjoiQmVhcmVyIiwic2NvcGUiOiJodHRwczovL21haWwuZ29vZ2xlLmNvbS8ifQ=="

    assert diagnose(f"{said}\n535 5.7.8 Username and Password not accepted").code == "oauth-token-rejected"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=400))
def test_no_text_makes_it_raise(text):
    diagnose(text)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(TEXTS.values())), st.data())
def test_no_mutation_of_a_real_text_makes_it_raise(text, data):
    at = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 30))
    found = diagnose(text[:at] + data.draw(st.text(max_size=30)) + text[at + length :])

    assert all(0 <= start <= end <= len(found.evidence.raw) for start, end in found.marked)
    assert sum(reply.role == "decides" for reply in found.evidence.replies) <= 1


@pytest.mark.parametrize(
    "piece",
    [
        "550 ",
        "5.7.1 ",
        "550-5.7.1 x\n",
        "(",
        "a@",
        "535 5.7.139 [",
        "x: ",
        "\n",
        "'",
        "Error: 550 ",
        "\ud800",
        "to=<",
        "said: 5",
    ],
)
def test_a_very_long_text_is_read_at_both_ends_only(piece):
    evidence = read(piece * (1_000_000 // len(piece)))

    assert len(evidence.replies) <= 60


def test_the_exception_of_dotnet_about_certificates_is_no_refused_login():
    text = (
        "System.Security.Authentication.AuthenticationException: The remote certificate is invalid (MailKit.Net.Smtp)"
    )

    assert read(text).stage == "tls"


def test_what_qmail_logs_in_one_word_is_read():
    said = "192.0.2.9_does_not_like_recipient./Remote_host_said:_550_sorry,_no_mailbox_here_by_that_name_(#5.1.1)/Giving_up"

    deciding = read(said).deciding

    assert deciding is not None
    assert (deciding.code, deciding.enhanced) == (550, "5.1.1")
    assert "no mailbox here" in deciding.text
