"""Opening a session, phase by phase: dns, connect, greeting, tls, login."""

import dataclasses
import socket
import ssl
import time

from delivery.smtp.address import Address, is_public, look_up
from delivery.smtp.capabilities import Capabilities, read_capabilities
from delivery.smtp.endpoint import Endpoint
from delivery.smtp.fault import BrokenOffError, TurnedAwayError, broken_off
from delivery.smtp.login import log_in
from delivery.smtp.outcome import Failure, SessionFacts
from delivery.smtp.reply import Reply
from delivery.smtp.session import Session
from delivery.smtp.tls import context_for
from delivery.smtp.transcript import Recorder
from delivery.smtp.wire import Wire
from diagnostics.vocabulary import Stage


def open_session(endpoint: Endpoint) -> Session | Failure:
    """Connect, encrypt and log in; answers with a session ready for envelopes, or with why there is none."""
    return _Opening(endpoint).run()


class _Opening:
    """One attempt to open a session; gathers the facts on its way."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.recorder = Recorder()
        self.stage: Stage = "dns"
        self.until = time.monotonic() + endpoint.limits.opening
        self.wire: Wire | None = None
        self.capabilities = Capabilities()
        self.facts = SessionFacts(host=endpoint.host, port=endpoint.port, security=endpoint.security)

    def run(self) -> Session | Failure:
        """Go through the phases; every way they can end is a value, and no socket is left open on failure."""
        finished = False
        try:
            wire = self._connected(self._addresses())
            self._converse(wire)
            finished = True
        except TurnedAwayError as away:
            return self._turned_away(away)
        except BrokenOffError as broken:
            return self._broken_off(broken)
        finally:
            if self.wire is not None and not finished:
                self.wire.close()
        facts = dataclasses.replace(self.facts, logged_in=self.facts.mechanism is not None, opening=self.recorder.cut())
        return Session(wire, facts, self.capabilities)

    def _addresses(self) -> tuple[Address, ...]:
        limit = min(self.endpoint.limits.dns, self.endpoint.limits.opening)
        found = look_up(self.endpoint.host, self.endpoint.port, limit)
        allowed = tuple(address for address in found if self.endpoint.allow_private or is_public(address.ip))
        if not allowed:
            addresses = ", ".join(address.ip for address in found)
            text = f"connecting to {addresses} is not allowed: {self.endpoint.host} leads into a private network"
            raise BrokenOffError("private-address", text)
        return allowed

    def _connected(self, addresses: tuple[Address, ...]) -> Wire:
        self.stage = "connect"
        last = BrokenOffError("unreachable", "the name has no address")
        for address in addresses:
            self.facts = dataclasses.replace(self.facts, ip=address.ip)
            connection = socket.socket(address.family, socket.SOCK_STREAM)
            limit = max(0.001, min(self.endpoint.limits.connect, self.until - time.monotonic()))
            try:
                # The last block of a message and the commands around it are small: never wait for an acknowledgement.
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                connection.settimeout(limit)
                connection.connect(address.sockaddr)
            except OSError as error:
                connection.close()
                last = broken_off(error, f"after {limit:g} s waiting for the connection")
                self.recorder.note("note", "connect", f"{address.ip} port {self.endpoint.port}: {last.text}")
                continue
            self.recorder.note("note", "connect", f"connected to {address.ip} port {self.endpoint.port}")
            self.wire = Wire(connection, self.endpoint.limits, self.recorder, until=self.until)
            return self.wire
        raise last

    def _converse(self, wire: Wire) -> None:
        if self.endpoint.security == "implicit":
            self._secure(wire)
        self._greeted(wire)
        self._hello(wire, "greeting")
        if self.endpoint.security == "starttls":
            self._start_tls(wire)
            self._hello(wire, "tls")
        if self.endpoint.login_method != "none":
            self.stage = "login"
            log_in(wire, self.endpoint, self.capabilities.mechanisms, self._trying)

    def _trying(self, mechanism: str) -> None:
        self.facts = dataclasses.replace(self.facts, mechanism=mechanism)

    def _greeted(self, wire: Wire) -> None:
        self.stage = wire.stage = "greeting"
        reply = wire.read_reply(self.endpoint.limits.greeting, "the greeting")
        if not reply.positive:
            raise TurnedAwayError(reply)
        self.facts = dataclasses.replace(self.facts, greeting=" ".join(reply.lines))

    def _hello(self, wire: Wire, stage: Stage) -> None:
        """Say EHLO, or HELO to a server that does not know it, and note what is offered."""
        self.stage = wire.stage = stage
        name = self.endpoint.helo_name or _literal(*wire.own_address)
        wire.say(f"EHLO {name}")
        reply = wire.read_reply(self.endpoint.limits.command, "the answer to EHLO")
        if reply.code >= 500:
            reply = self._plain_hello(wire, name, reply)
        if not reply.positive:
            raise TurnedAwayError(reply)
        self.capabilities = read_capabilities(reply)
        # Before STARTTLS most servers offer no login: that is no answer to what they offer.
        early = self.endpoint.security == "starttls" and stage == "greeting"
        mechanisms = None if early else self.capabilities.mechanisms
        self.facts = dataclasses.replace(self.facts, capabilities=reply.lines, mechanisms_offered=mechanisms)

    def _plain_hello(self, wire: Wire, name: str, refusal: Reply) -> Reply:
        """RFC 5321 §3.2: HELO after an error. Where that helps no more, the answer to EHLO is the one that tells why."""
        try:
            wire.say(f"HELO {name}")
            reply = wire.read_reply(self.endpoint.limits.command, "the answer to HELO")
        except BrokenOffError:
            return refusal
        # What it may offer in further lines was asked for by EHLO only.
        return dataclasses.replace(reply, raw_lines=reply.raw_lines[:1]) if reply.positive else refusal

    def _start_tls(self, wire: Wire) -> None:
        self.stage = wire.stage = "tls"
        if not self.capabilities.offers("STARTTLS"):
            raise BrokenOffError("starttls-not-offered", "STARTTLS extension not supported by server.")
        wire.say("STARTTLS")
        reply = wire.read_reply(self.endpoint.limits.tls, "the answer to STARTTLS")
        if not reply.positive:
            raise TurnedAwayError(reply)
        self._secure(wire)

    def _secure(self, wire: Wire) -> None:
        self.stage = wire.stage = "tls"
        try:
            context = context_for(self.endpoint.ca_file, verify=self.endpoint.verify)
        except (OSError, ssl.SSLError) as error:
            raise BrokenOffError(
                "tls-failed", f"certificate verify failed: the file of trusted authorities cannot be read: {error}"
            ) from None
        version, cipher = wire.secure(context, self.endpoint.host)
        self.facts = dataclasses.replace(self.facts, tls_version=version, tls_cipher=cipher)

    def _turned_away(self, away: TurnedAwayError) -> Failure:
        return Failure(
            stage=self.stage,
            code=away.reply.code,
            raw_lines=away.reply.raw_lines,
            before=away.before,
            transcript=self.recorder.cut(),
            facts=self.facts,
        )

    def _broken_off(self, broken: BrokenOffError) -> Failure:
        return Failure(
            stage=self.stage,
            raw_lines=(broken.text,),
            fault=broken.fault,
            errno=broken.errno,
            transcript=self.recorder.cut(),
            facts=self.facts,
        )


def _literal(ip: str, is_ipv6: bool) -> str:
    return f"[IPv6:{ip}]" if is_ipv6 else f"[{ip}]"
