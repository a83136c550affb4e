"""An envelope made ready for one server: its commands and bytes, or the reason why it must not be offered there."""

import re
from dataclasses import dataclass, field

from delivery.domain_records.ascii_form import with_ascii_domain
from delivery.smtp.body import dot_stuffed, in_seven_bits, with_crlf
from delivery.smtp.capabilities import Capabilities
from delivery.smtp.envelope import Envelope
from delivery.smtp.outcome import Fault
from diagnostics.vocabulary import Stage

#: RFC 5321 §4.5.3.1: a path has 256 octets at most; some room for servers that take more.
_LONGEST_ADDRESS = 512
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
#: What nearly all addresses are made of: nothing in it has to be looked at more closely.
_PLAIN = re.compile(r"[!#-;=?-~]{1,512}")
#: What would end the path or the command's argument, and what has no UTF-8.
_BREAKS_OUT = re.compile(r"[<> \ud800-\udfff]")


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What goes on the wire for one envelope; `body` is dot-stuffed and lacks its final dot."""

    envelope: Envelope
    mail: str
    rcpt: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Objection:
    """Why an envelope is not offered to this server, found before anything was written."""

    stage: Stage
    fault: Fault
    text: str


def fitted(content: bytes, capabilities: Capabilities) -> bytes:
    """The message as this server can take it: encoded anew where it takes no 8-bit text. Of a large one that takes seconds.

    Headers beyond ASCII (RFC 6532) cannot be encoded anew without spoiling the addresses in them.
    """
    if capabilities.offers("8BITMIME") or content.isascii() or not _has_plain_headers(content):
        return content
    return in_seven_bits(content)


def prepare(envelope: Envelope, capabilities: Capabilities) -> Prepared | Objection:
    """Make the commands and the body for a server with these capabilities."""
    for stage, address in (("mail-from", envelope.sender), ("rcpt-to", envelope.recipient)):
        if problem := _address_problem(address, may_be_empty=stage == "mail-from"):
            return Objection(
                stage="mail-from" if stage == "mail-from" else "rcpt-to", fault="bad-address", text=problem
            )
    content = with_crlf(fitted(envelope.content, capabilities))
    parameters = [f"SIZE={len(content)}"] if capabilities.offers("SIZE") else []
    if capabilities.max_size is not None and len(content) > capabilities.max_size:
        return _too_large(len(content), capabilities.max_size)
    if not content.isascii() and capabilities.offers("8BITMIME"):
        parameters.append("BODY=8BITMIME")
    sender, recipient = with_ascii_domain(envelope.sender), with_ascii_domain(envelope.recipient)
    if not (sender + recipient).isascii():
        if not capabilities.offers("SMTPUTF8"):
            return _needs_smtputf8(sender, recipient)
        parameters.append("SMTPUTF8")
    elif not _has_plain_headers(content):
        if capabilities.offers("SMTPUTF8"):
            parameters.append("SMTPUTF8")
        elif not capabilities.offers("8BITMIME"):
            text = "an address in the header of the message needs SMTPUTF8, which the server does not offer"
            return Objection(stage="mail-from", fault="smtputf8-not-offered", text=text)
    mail = " ".join([f"MAIL FROM:<{sender}>", *parameters])
    return Prepared(envelope=envelope, mail=mail, rcpt=f"RCPT TO:<{recipient}>", body=dot_stuffed(content))


def _has_plain_headers(content: bytes) -> bool:
    """Whether the header of a message is ASCII; of nearly all the whole is."""
    if content.isascii():
        return True
    return content[: max(content.find(b"\r\n\r\n"), 0)].isascii()


def _address_problem(address: str, *, may_be_empty: bool) -> str | None:
    if _PLAIN.fullmatch(address):
        return None
    if not address:
        return None if may_be_empty else "bad address syntax: the address is empty"
    if _CONTROL.search(address):
        return f"bad address syntax: {address[:200]!r} holds a line break or another control character"
    if _BREAKS_OUT.search(address):
        return f"bad address syntax: {address[:200]!r} holds a character that no SMTP command can carry"
    if len(address.encode()) > _LONGEST_ADDRESS:
        return f"bad address syntax: the address is longer than {_LONGEST_ADDRESS} bytes"
    return None


def _too_large(size: int, allowed: int) -> Objection:
    text = f"message too large: it has {size} bytes, the server takes at most {allowed} (SIZE)"
    return Objection(stage="mail-from", fault="too-large", text=text)


def _needs_smtputf8(sender: str, recipient: str) -> Objection:
    stage: Stage = "rcpt-to" if sender.isascii() else "mail-from"
    address = recipient if sender.isascii() else sender
    text = f"the address {address} needs SMTPUTF8, which the server does not offer"
    return Objection(stage=stage, fault="smtputf8-not-offered", text=text)
