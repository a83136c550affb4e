"""Fills {login}, {host} and their like into texts, with readable stand-ins and with nothing dangerous in commands."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from diagnostics.wording import Wording

#: Every name a text of the catalogue may hold.
PLACEHOLDERS = (
    "login",
    "from",
    "from_domain",
    "recipient",
    "recipient_domain",
    "host",
    "port",
    "tenant_domain",
    "server_time_utc",
    "server",
    "support_id",
    "provider",
    "sending_ip",
)
_NAME = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
#: In running text, with the word before it, which may have to agree with what comes.
_SPOKEN = re.compile(r"(?:\b(\w{1,3}) )?" + _NAME.pattern)
#: A name that is part of a longer value ("_dmarc.{from_domain}") is no word of the sentence.
_ATTACHED = frozenset(".=@/_")
_ENDS = frozenset(".:!?\n")
#: The longest address RFC 5321 allows; what is longer is no address but an accident or an attack.
_LONGEST = 254
_SAFE_SIGNS = frozenset("._+-@=:")


@dataclass(frozen=True, kw_only=True)
class Filling:
    """The values of one failure. A value that is None, or unfit for its place, gives way to a stand-in."""

    values: Mapping[str, str | None]
    words: Wording
    #: Whether login and From are at odds here: then the one never stands for the other.
    at_odds: bool = False

    def prose(self, text: str) -> str:
        """Fill running text; what is not known is spoken of in words."""
        return _SPOKEN.sub(lambda match: self._in_sentence(match, both=self._tells_apart(text)), text)

    def click(self, text: str) -> str:
        """Fill a click path: known values, else a stand-in in <…>; the login falls back to the From address."""
        return _NAME.sub(lambda match: self._shown(match[1], both=self._tells_apart(text)), text)

    def command(self, text: str) -> str:
        """Fill a line that will be pasted into a shell; a value that could break out of quotes is left out."""
        return _NAME.sub(lambda match: self._safe(match[1], both=self._tells_apart(text)), text)

    def assumes(self, text: str) -> bool:
        """Whether a text wants the login, which is not known, and gets the From address instead."""
        wanted = "{login}" in text and not self._tells_apart(text)
        return wanted and not self.values.get("login") and bool(self.values.get("from"))

    def withholds(self, text: str) -> bool:
        """Whether a command wants a value that is known but not fit for a shell."""
        return any((value := self._known(name)) is not None and not is_safe(value) for name in _NAME.findall(text))

    def _known(self, name: str, *, both: bool = False) -> str | None:
        value = self.values.get(name)
        if not value and name == "login" and not both:
            value = self.values.get("from")
        return value or None

    def _in_sentence(self, match: re.Match[str], *, both: bool) -> str:
        """One name of a sentence with the short word before it, in capitals where the sentence begins with it."""
        before, name = match[1], match[2]
        ahead = match.string[: match.start() if before else match.start(2) - 1]
        value = self.values.get(name)
        if value or (not before and ahead[-1:] in _ATTACHED):
            said = one_line(value) if value else self._shown(name, both=both)
            return f"{before} {said}" if before else said
        said = self._spoken(name, both=both)
        said = self.words.joined(before, said) if before else said
        begins = match.end() < len(match.string) and (not ahead.strip() or ahead.rstrip(" ")[-1] in _ENDS)
        return said[:1].upper() + said[1:] if begins else said

    def _spoken(self, name: str, *, both: bool) -> str:
        if name == "login" and not both and (sender := self.values.get("from")):
            return self.words.say("stand_in.prose.login_of", **{"from": one_line(sender)})
        return self.words.say(f"stand_in.prose.{name}")

    def _shown(self, name: str, *, both: bool) -> str:
        value = self._known(name, both=both)
        return one_line(value) if value else self.words.say(f"stand_in.value.{name}")

    def _safe(self, name: str, *, both: bool) -> str:
        value = self._known(name, both=both)
        # A time holds blanks, but it is ours, never a stranger's.
        if value and (is_safe(value) or name == "server_time_utc"):
            return value
        return self.words.say(f"stand_in.value.{name}")

    def _tells_apart(self, text: str) -> bool:
        """Whether a text speaks of login and From as of two."""
        return self.at_odds or ("{login}" in text and "{from}" in text)


def is_safe(value: str) -> bool:
    """Whether a value means only itself inside any quotes of PowerShell and bash, and without quotes too."""
    return (
        0 < len(value) <= _LONGEST
        and value[0] not in "-=@"
        and all(sign.isalnum() or sign in _SAFE_SIGNS for sign in value)
    )


def one_line(value: str) -> str:
    """Return a value fit to be shown in a sentence: no control or direction signs, one line, not endless."""
    shown = "".join(" " if sign in "\r\n\t" else sign for sign in value if sign in "\r\n\t" or _visible(sign)).strip()
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def _visible(sign: str) -> bool:
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
