"""A mail put together by hand reads as the one the library would have built."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.intake.building import build
from delivery.intake.mime.compose import composed
from delivery.intake.submission import Attachment, Submission

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029")
ADDRESSES = st.lists(st.from_regex(r"[a-z]{1,30}@[a-z]{1,30}\.example", fullmatch=True), max_size=5).map(tuple)
TEXTS = st.text(LETTERS | st.sampled_from("\n -="), max_size=300)


def read(mime: bytes) -> EmailMessage:
    mail = message_from_bytes(mime, policy=SMTP)
    assert isinstance(mail, EmailMessage)
    assert not mail.defects
    return mail


def lines(content: str | bytes) -> str | bytes:
    return content.replace("\r\n", "\n") if isinstance(content, str) else content


def outline(mail: EmailMessage) -> list[object]:
    """Everything a reader sees of a mail."""
    names = ("Message-ID", "Date", "From", "To", "Cc", "Subject", "X-Order", "MIME-Version")
    parts = [
        (part.get_content_type(), part.get_filename(), lines(part.get_content()))
        for part in mail.walk()
        if not part.is_multipart()
    ]
    return [*(mail[name] for name in names), mail.get_content_type(), *parts]


def built_by_library(
    mail: Submission, *, sender: str, message_id: str, headers: dict[str, str], now: datetime
) -> bytes:
    """What Python's library would have built."""
    built = EmailMessage(policy=SMTP)
    fields = {"Message-ID": message_id, "Date": format_datetime(now), "From": sender, "To": ", ".join(mail.to)}
    if mail.cc:
        fields["Cc"] = ", ".join(mail.cc)
    for name, value in (fields | {"Subject": mail.subject} | headers).items():
        built[name] = value
    built.set_content(mail.text or mail.html, subtype="plain" if mail.text else "html")
    if mail.text:
        built.add_alternative(mail.html, subtype="html")
    for one in mail.attachments:
        main, _slash, sub = one.media_type.partition("/")
        built.add_attachment(one.content, maintype=main, subtype=sub, filename=one.name)
    return built.as_bytes()


FILES = st.lists(
    st.builds(
        Attachment,
        name=st.text(LETTERS, min_size=1, max_size=120),
        content=st.binary(max_size=300),
        media_type=st.sampled_from(["application/pdf", "image/png", "application/octet-stream"]),
    ),
    max_size=3,
).map(tuple)


@settings(deadline=None)
@given(to=ADDRESSES, cc=ADDRESSES, subject=st.text(LETTERS, max_size=200), text=TEXTS, html=TEXTS, files=FILES)
def test_it_reads_as_the_librarys(to, cc, subject, text, html, files):
    mail = Submission(
        to=("a@example.net", *to), cc=cc, subject=subject, text=text, html=html or "<p>", attachments=files
    )
    words: Any = {
        "sender": "shop@example.com",
        "message_id": "<1@example.com>",
        "headers": {"X-Order": "4711"},
        "now": NOW,
    }

    by_hand = composed(mail, **words)

    assert outline(read(by_hand)) == outline(read(built_by_library(mail, **words)))


def test_a_message_goes_along_as_a_file():
    for kind in ("message/rfc822", "message/delivery-status", "multipart/mixed"):
        file = Attachment(name="a.eml", content=b"Subject: x\n\ny", media_type=kind)
        mail = Submission(to=("maria@example.net",), text="Hi", attachments=(file,))

        *_, part = read(build(mail, sender="shop@example.com", now=NOW)[1]).walk()

        assert (part.get_content_type(), part.get_filename()) == ("application/octet-stream", "a.eml")
        assert part.get_content() == file.content


def test_a_name_of_a_file_adds_no_field():
    name = '=?utf-8?q?a=0d=0aX-Evil:_1?=";x=y.txt'
    mail = Submission(to=("maria@example.net",), text="Hi", attachments=(Attachment(name=name, content=b"x"),))

    *_, part = read(build(mail, sender="shop@example.com", now=NOW)[1]).walk()

    assert part.get_filename() == name
    assert part.keys() == ["Content-Type", "Content-Transfer-Encoding", "Content-Disposition"]


def test_a_long_name_of_a_file_breaks_no_line():
    name = "informe-año-" * 40 + ".pdf"
    mail = Submission(to=("maria@example.net",), text="Hi", attachments=(Attachment(name=name, content=b"x"),))
    mime = build(mail, sender="shop@example.com", now=NOW)[1]

    *_, part = read(mime).walk()

    assert part.get_filename() == name
    assert max(map(len, mime.split(b"\r\n"))) <= 78


def test_a_boundary_is_in_no_part():
    mail = Submission(to=("maria@example.net",), text="--=_\n" * 50, html="<p>--=_</p>")
    message = read(build(mail, sender="shop@example.com", now=NOW)[1])

    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]
