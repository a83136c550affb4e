"""Host names that were nearly typed right, and names that never take mail from programs."""

from functools import cache, lru_cache

from diagnostics.providers import provider_of_host, providers

#: Names of web pages and of services that people take for the sending server, and the door they mean.
_NOT_FOR_SENDING = {
    "outlook.com": "smtp-mail.outlook.com",
    "outlook.live.com": "smtp-mail.outlook.com",
    "hotmail.com": "smtp-mail.outlook.com",
    "office365.com": "smtp.office365.com",
    "outlook.office.com": "smtp.office365.com",
    "mail.office365.com": "smtp.office365.com",
    "imap.office365.com": "smtp.office365.com",
    "pop.office365.com": "smtp.office365.com",
    "gmail.com": "smtp.gmail.com",
    "mail.google.com": "smtp.gmail.com",
    "mail.gmail.com": "smtp.gmail.com",
    "imap.gmail.com": "smtp.gmail.com",
    "pop.gmail.com": "smtp.gmail.com",
    "smtp.google.com": "smtp.gmail.com",
    "yahoo.com": "smtp.mail.yahoo.com",
    "smtp.yahoo.com": "smtp.mail.yahoo.com",
    "mail.yahoo.com": "smtp.mail.yahoo.com",
    "imap.mail.yahoo.com": "smtp.mail.yahoo.com",
    "smtp.icloud.com": "smtp.mail.me.com",
    "icloud.com": "smtp.mail.me.com",
    "sendgrid.net": "smtp.sendgrid.net",
    "smtp.sendgrid.com": "smtp.sendgrid.net",
    "smtp.mailgun.com": "smtp.mailgun.org",
    "smtp.postmark.com": "smtp.postmarkapp.com",
}


@lru_cache(maxsize=4096)
def meant_by(host: str | None) -> str | None:
    """Return the sending host that a misspelt or mistaken name stands for, or None when the name raises no doubt."""
    name = (host or "").strip().rstrip(".").lower()
    if not name or "." not in name:
        return None
    if name in _NOT_FOR_SENDING:
        return _NOT_FOR_SENDING[name]
    known = provider_of_host(name)
    if known and not known.generic:
        return None
    return next((door for door in _doors() if _near(name, door)), None)


@cache
def _doors() -> tuple[str, ...]:
    """Every published host name that is fixed, and long enough for two letters to say little."""
    names = {door.host for provider in providers().values() for door in provider.submission}
    return tuple(sorted(name for name in names if "<" not in name and " " not in name and len(name) >= 12))


def _near(name: str, door: str) -> bool:
    """Whether one or two letters were changed, left out, added or swapped (optimal string alignment distance)."""
    if name == door or abs(len(name) - len(door)) > 2:
        return False
    before: list[int] = []
    row = list(range(len(door) + 1))
    for i, letter in enumerate(name, 1):
        older, before, row = before, row, [i]
        for j, wanted in enumerate(door, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == door[j - 2] and name[i - 2] == wanted:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > 2:
            return False
    return row[-1] <= 2
