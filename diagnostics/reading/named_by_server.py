"""Whom the server's own words name: login and From of a refused "Send As", the domain of a policy, the sending machine."""

import re
from dataclasses import dataclass
from ipaddress import ip_address

_ADDRESS = r"<?([^\s<>,;\"']{1,64}@[^\s<>,;\"']{1,255}?)>?"
_SEND_AS = re.compile(rf"(?i){_ADDRESS} (?:is )?not allowed to send as {_ADDRESS}[.;,]?(?=[\s;]|$)")
_NOT_OWNED = re.compile(rf"(?i){_ADDRESS}: sender address rejected: not owned by user {_ADDRESS}[.;,]?(?=[\s;]|$)")
_POLICY_OF = re.compile(
    r"(?i)unauthenticated email from ([a-z0-9](?:[a-z0-9-]{0,62}\.)[a-z0-9.-]{1,190}) is not accepted"
)
_IPV4 = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)")
_MOST = 4000


@dataclass(frozen=True, kw_only=True)
class Named:
    """Who stands in a reply; None where it names nobody."""

    login: str | None = None
    sender: str | None = None
    sender_domain: str | None = None
    #: The one machine address in the reply: in a refusal for its standing, that of the sending machine.
    ip: str | None = None


def named_by_server(words: str) -> Named:
    """Return whom the words of one reply name."""
    said = " ".join(words[:_MOST].split())
    # Patterns that begin with an address are slow to fail: only where their own words stand.
    lowered = said.lower()
    login = sender = None
    if "allowed to send as" in lowered and (match := _SEND_AS.search(said)):
        login, sender = match[1], match[2]
    elif "not owned by user" in lowered and (match := _NOT_OWNED.search(said)):
        sender, login = match[1], match[2]
    policy = _POLICY_OF.search(said) if "unauthenticated email" in lowered else None
    return Named(
        login=login, sender=sender, sender_domain=policy[1].lower() if policy else None, ip=_only_machine(said)
    )


def _only_machine(said: str) -> str | None:
    """The address that is named alone; the answers of block lists (127.0.0.…) are none."""
    found = {match[0] for match in _IPV4.finditer(said) if not match[0].startswith("127.")}
    one = next(iter(found)) if len(found) == 1 else None
    try:
        return str(ip_address(one)) if one else None
    except ValueError:
        return None
