"""Ask DNS for MX, SPF and DMARC of a domain, all within a few seconds. Nobody waits longer, and nothing depends on it."""

import ipaddress
import re
import time
from collections.abc import Sequence
from datetime import datetime

import dns.exception
import dns.name
import dns.rdatatype
import dns.resolver

from delivery.domain_records.answer import Answer, DomainRecords, Remark, State
from delivery.domain_records.ascii_form import ascii_form

#: Seconds for one question, and for all of them together.
ONE, ALL = 2.0, 5.0
#: A record longer than this, or more of them, is no record that a person could read.
_LONGEST, _MOST = 1000, 20
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)", re.IGNORECASE)


def resolver_for(server: str = "") -> dns.resolver.Resolver:
    """Return who is asked: a name server given as "address" or "address:port", or those of the system."""
    if not server:
        return dns.resolver.Resolver()
    address, colon, port = server.rpartition(":")
    if not colon or "]" in port or "." not in address:
        address, port = server, "53"
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers, resolver.port = [address], int(port)
    return resolver


def askable(domain: str) -> str | None:
    """Return a domain in the form that is asked for, or None: addresses and single names belong to nobody's mail."""
    try:
        name = ascii_form(domain.strip().rstrip(".")).lower()
    except UnicodeError:
        return None
    labels = name.split(".")
    if len(labels) < 2 or len(name) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        return None
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name
    return None


def ask(domain: str, resolver: dns.resolver.Resolver, *, now: datetime) -> DomainRecords:
    """Ask for the three records of a domain that is `askable`."""
    asking = _Asking(resolver)
    return DomainRecords(
        domain=domain, at=now, mx=asking.mail_servers(domain), spf=asking.spf(domain), dmarc=asking.dmarc(domain)
    )


class _Asking:
    """A few questions that share one time limit."""

    def __init__(self, resolver: dns.resolver.Resolver) -> None:
        self.resolver = resolver
        self.until = time.monotonic() + ALL

    def mail_servers(self, domain: str) -> Answer:
        """Who takes the domain's mail."""
        state, records = self._records(domain, "MX")
        if state == "found":
            null = records == ("0 .",)
            return Answer(name=domain, state=state, records=records, remark="mx-null" if null else "")
        return Answer(name=domain, state=state, remark="mx-none" if state == "none" else "")

    def spf(self, domain: str) -> Answer:
        """Who may send for the domain."""
        state, texts = self._records(domain, "TXT")
        records = tuple(text for text in texts if re.match(r"v=spf1(?: |$)", text, re.IGNORECASE))
        if state == "failed":
            return Answer(name=domain, state=state)
        return Answer(
            name=domain, state="found" if records else "none", records=records, remark=_remark_on_spf(records)
        )

    def dmarc(self, domain: str) -> Answer:
        """What receivers should do with mail that proves nothing; a parent's record holds for its subdomains."""
        labels = domain.split(".")
        for start in range(min(len(labels) - 1, 4)):
            name = f"_dmarc.{'.'.join(labels[start:])}"
            state, texts = self._records(name, "TXT")
            if state == "failed":
                return Answer(name=name, state=state)
            records = tuple(text for text in texts if re.match(r"v=DMARC1(?:;| |$)", text, re.IGNORECASE))
            if records:
                return Answer(
                    name=name, state="found", records=records, remark=_remark_on_dmarc(records, parent=start > 0)
                )
        return Answer(name=f"_dmarc.{domain}", state="none", remark="dmarc-none")

    def _records(self, name: str, kind: str) -> tuple[State, tuple[str, ...]]:
        left = min(ONE, self.until - time.monotonic())
        if left <= 0:
            return "failed", ()
        try:
            answer = self.resolver.resolve(dns.name.from_text(name), kind, lifetime=left, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return "none", ()
        except (dns.exception.DNSException, OSError, ValueError):
            return "failed", ()
        return "found", tuple(_said(record)[:_LONGEST] for record in list(answer)[:_MOST])


def _said(record: object) -> str:
    """A record as text; the pieces of a TXT record belong together without a blank."""
    pieces = getattr(record, "strings", None)
    return str(record) if pieces is None else b"".join(pieces).decode("utf-8", "replace")


def _remark_on_spf(records: Sequence[str]) -> Remark:
    if len(records) != 1:
        return "spf-several" if records else "spf-none"
    return "spf-open" if re.search(r"(?:^|\s)\+?all(?:\s|$)", records[0], re.IGNORECASE) else ""


def _remark_on_dmarc(records: Sequence[str], *, parent: bool) -> Remark:
    if len(records) > 1:
        return "dmarc-several"
    said = {
        key.strip().lower(): value.strip().lower()
        for key, _, value in (part.partition("=") for part in records[0].split(";"))
    }
    policy = (said.get("sp") if parent else None) or said.get("p", "none")
    kinds: dict[str, Remark] = {"reject": "dmarc-rejects", "quarantine": "dmarc-quarantines"}
    return kinds.get(policy, "dmarc-watches")
