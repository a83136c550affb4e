"""Logging in with a password (PLAIN, LOGIN) or an OAuth token (XOAUTH2); no secret enters the transcript."""

import base64
from collections.abc import Callable

from delivery.smtp.endpoint import Endpoint
from delivery.smtp.fault import BrokenOffError, TurnedAwayError
from delivery.smtp.reply import Reply
from delivery.smtp.wire import MASK, Wire

#: In order of preference. All send the password itself, so none is better than another under TLS.
_PASSWORD_MECHANISMS = ("PLAIN", "LOGIN")
_UNKNOWN_MECHANISM = 504


def choose_mechanisms(endpoint: Endpoint, offered: tuple[str, ...]) -> tuple[str, ...]:
    """The mechanisms to try, best first; raises BrokenOffError when the server offers none of ours."""
    ours = ("XOAUTH2",) if endpoint.login_method == "xoauth2" else _PASSWORD_MECHANISMS
    if not offered:
        raise BrokenOffError("mechanism-not-offered", "SMTP AUTH extension not supported by server.")
    if common := tuple(mechanism for mechanism in ours if mechanism in offered):
        return common
    text = f"No suitable authentication method found: the server offers {' '.join(offered)}, we have {' '.join(ours)}."
    raise BrokenOffError("mechanism-not-offered", text)


def check_login(endpoint: Endpoint) -> None:
    """Raise BrokenOffError where user name or secret cannot be written in any mechanism."""
    secret = endpoint.secret.reveal()
    if not endpoint.username or not secret:
        raise BrokenOffError("bad-login", "Missing credentials: the account has no user name or no password")
    if any(character in "\0\r\n\x01" for character in endpoint.username + secret):
        raise BrokenOffError(
            "bad-login", "the user name or the password holds a line break or another control character"
        )


def log_in(wire: Wire, endpoint: Endpoint, offered: tuple[str, ...], trying: Callable[[str], None]) -> None:
    """Log in, telling each mechanism before it is tried; raises TurnedAwayError when the server says no."""
    wire.stage = "login"
    check_login(endpoint)
    user, secret = endpoint.username, endpoint.secret.reveal()
    wire.keep_secret(secret)
    mechanisms = choose_mechanisms(endpoint, offered)
    for mechanism in mechanisms:
        trying(mechanism)
        reply, before = _WAYS[mechanism](wire, user, secret)
        if reply.positive:
            return
        # Only "I do not know this mechanism" allows another try: each refused password brings a lock-out nearer.
        if reply.code != _UNKNOWN_MECHANISM or mechanism == mechanisms[-1]:
            raise TurnedAwayError(reply, before)


def _plain(wire: Wire, user: str, secret: str) -> tuple[Reply, tuple[str, ...]]:
    response = f"\0{user}\0{secret}"
    wire.keep_secret(response)
    wire.say(f"AUTH PLAIN {_base64(response)}", shown=f"AUTH PLAIN {MASK} (user name {user})")
    reply = _answer(wire)
    if reply.code == 334:
        # It did not look at what came with the command, and asks for it (RFC 4954 §4).
        wire.say(_base64(response), shown=f"{MASK} (user name {user})")
        reply = _answer(wire)
    return reply, ()


def _login(wire: Wire, user: str, secret: str) -> tuple[Reply, tuple[str, ...]]:
    wire.say("AUTH LOGIN")
    reply = _answer(wire)
    if reply.code == 334:
        wire.say(_base64(user), shown=f"{_base64(user)} (user name {user})")
        reply = _answer(wire)
    if reply.code == 334:
        wire.say(_base64(secret), shown=MASK)
        reply = _answer(wire)
    return reply, ()


def _xoauth2(wire: Wire, user: str, secret: str) -> tuple[Reply, tuple[str, ...]]:
    response = f"user={user}\x01auth=Bearer {secret}\x01\x01"
    wire.keep_secret(response)
    wire.say(f"AUTH XOAUTH2 {_base64(response)}", shown=f"AUTH XOAUTH2 {MASK} (user name {user})")
    reply = _answer(wire)
    if reply.code != 334:
        return reply, ()
    # The 334 carries the reason as base64 JSON; the refusal itself comes after an empty line.
    wire.say("", shown="(empty line)")
    return _answer(wire), reply.raw_lines


def _answer(wire: Wire) -> Reply:
    return wire.read_reply(wire.limits.login, "the answer to the login")


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


_WAYS = {"PLAIN": _plain, "LOGIN": _login, "XOAUTH2": _xoauth2}
