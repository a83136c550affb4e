"""The two addresses of the envelope: who it is from and whom it is for."""

import re

from diagnostics.configuration.setting import Case, put_down
from diagnostics.diagnosis import UNRECORDED, Check
from diagnostics.in_force import domain_of

_ADDRESS = re.compile(r"[^\s@<>,;\"]+@[^\s@<>,;\"]+\.[^\s@<>,;\".]+")
_SENDER_REFUSED = re.compile(
    r"5\.7\.60|5\.2\.252|SendAsDenied|sender address rejected|5\.1\.[78]\b|from.{0,30}not (?:owned|verified|allowed)",
    re.IGNORECASE,
)
_RECIPIENT_REFUSED = frozenset({"5.1.1", "5.1.10", "5.1.2", "5.1.3", "5.1.6", "5.2.1", "5.4.1"})
_NO_ROOM = frozenset({"4.2.2", "5.2.2"})
#: Domains that are one slip away from a well-known one.
_SLIPS = {
    "gmial.com": "gmail.com", "gmai.com": "gmail.com", "gmail.con": "gmail.com", "gnail.com": "gmail.com",
    "gmail.co": "gmail.com", "gamil.com": "gmail.com", "hotmial.com": "hotmail.com", "hotmail.con": "hotmail.com",
    "hotmal.com": "hotmail.com", "hotmai.com": "hotmail.com", "outlok.com": "outlook.com", "outlook.con": "outlook.com",
    "yaho.com": "yahoo.com", "yahoo.con": "yahoo.com", "iclod.com": "icloud.com", "icloud.con": "icloud.com",
}  # fmt: skip


def check_sender(case: Case) -> Check:
    """Hold the From address against the login and against the server's answer."""
    sender, login, progress = case.used.sender, case.used.login, case.progress
    if sender is None:
        return put_down("sender", None, "not_tested", UNRECORDED)
    if not _ADDRESS.fullmatch(sender):
        return put_down("sender", sender, "wrong", "address-malformed")
    differs = bool(login and "@" in login and login.lower() != sender.lower())
    if progress.ended_at != "login" and _SENDER_REFUSED.search(case.evidence.excerpt):
        return put_down(
            "sender", sender, "wrong", "sender-refused-differs" if differs else "sender-refused", login=login
        )
    if differs:
        proof = "sender-differs" if domain_of(login) == domain_of(sender) else "sender-differs-domain"
        return put_down("sender", sender, "warning", proof, login=login)
    if progress.answered and progress.passed("mail-from"):
        return put_down("sender", sender, "correct", "sender-accepted")
    if progress.ended_at is None:
        return put_down("sender", sender, "not_tested", "sender-nothing-shows")
    same = "sender-not-reached-same" if login else "sender-not-reached"
    return put_down("sender", sender, "not_tested", same, stage=progress.ended_at)


def check_recipient(case: Case) -> Check:
    """Hold the recipient against common slips and against the server's answer; say when it is one of our own."""
    recipient, progress = case.used.recipient, case.progress
    if recipient is None:
        return put_down("recipient", None, "not_tested", UNRECORDED)
    if not _ADDRESS.fullmatch(recipient):
        return put_down("recipient", recipient, "wrong", "address-malformed")
    domain = domain_of(recipient) or ""
    if meant := _SLIPS.get(domain):
        expected = f"{recipient.rpartition('@')[0]}@{meant}"
        return put_down("recipient", recipient, "warning", "recipient-slip", expected=expected, meant=meant)
    deciding = case.evidence.deciding
    if deciding and deciding.enhanced in _RECIPIENT_REFUSED:
        return put_down("recipient", recipient, "wrong", "recipient-refused")
    if deciding and deciding.enhanced in _NO_ROOM and recipient.lower() in deciding.text.lower():
        return put_down("recipient", recipient, "correct", "recipient-full")
    if progress.answered and progress.passed("rcpt-to"):
        return put_down("recipient", recipient, "correct", "recipient-accepted")
    if progress.ended_at is None or progress.ended_at == "rcpt-to":
        return put_down("recipient", recipient, "not_tested", "recipient-nothing-shows")
    internal = domain == domain_of(case.used.sender)
    proof = "recipient-not-reached-internal" if internal else "recipient-not-reached"
    return put_down(
        "recipient", recipient, "not_tested", proof, stage=progress.ended_at, domain=domain if internal else None
    )
