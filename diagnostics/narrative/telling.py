"""What every part of the document is told from: the diagnosis, the language, the words and the values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from diagnostics.catalogue.explanation import Explanation, Procedure
from diagnostics.diagnosis import Check, Diagnosis
from diagnostics.evidence import Evidence
from diagnostics.facts import Facts
from diagnostics.in_force import Settings, domain_of, settings_of
from diagnostics.placeholders import Filling, one_line
from diagnostics.progress import Progress, answered_by, progress_of
from diagnostics.providers import Provider, provider_named
from diagnostics.vocabulary import Language
from diagnostics.wording import Wording, wording


@dataclass(frozen=True, kw_only=True)
class Telling:
    """One diagnosis about to be told in one language."""

    diagnosis: Diagnosis
    language: Language
    procedures: Mapping[str, Procedure]

    @property
    def entry(self) -> Explanation | None:
        """The explanation as far as it has words of its own; of some only the kind of fault is known yet."""
        explanation = self.diagnosis.explanation
        return None if explanation is None or explanation.pending else explanation

    @property
    def evidence(self) -> Evidence:
        """What the failure left behind."""
        return self.diagnosis.evidence

    @property
    def facts(self) -> Facts:
        """What the product knows beside it."""
        return self.diagnosis.facts

    @cached_property
    def words(self) -> Wording:
        """The product's own sentences."""
        return wording(self.language)

    @cached_property
    def used(self) -> Settings:
        """The settings that were in force."""
        return settings_of(self.evidence, self.facts)

    @cached_property
    def progress(self) -> Progress:
        """How far the conversation came."""
        return progress_of(self.evidence)

    @cached_property
    def provider(self) -> Provider | None:
        """Who carries the mail: whoever answered the sign-in, else whom the text or the host name points to."""
        return answered_by(self.evidence) or provider_named(self.evidence.provider)

    @property
    def provider_name(self) -> str:
        """The provider's name where it says something, else nothing."""
        return self.provider.name if self.provider and not self.provider.generic else ""

    @cached_property
    def filling(self) -> Filling:
        """The values of this failure, ready to be put into texts."""
        used, moment = self.used, self.evidence.server_time or self.facts.recorded_at
        return Filling(
            words=self.words,
            at_odds=self.diagnosis.category == "sender-permission",
            values={
                "login": used.login,
                "from": used.sender,
                "from_domain": domain_of(used.sender) or self.evidence.sender_domain,
                "recipient": used.recipient,
                "recipient_domain": domain_of(used.recipient),
                "host": used.host,
                "port": str(used.port) if used.port else None,
                "tenant_domain": domain_of(used.login) or domain_of(used.sender),
                "server_time_utc": utc(moment) if moment else None,
                "server": self.evidence.server,
                "support_id": self.evidence.support_id,
                "provider": self.provider_name or None,
                "sending_ip": self.evidence.sending_ip if self.diagnosis.category == "reputation" else None,
            },
        )

    @cached_property
    def checks(self) -> Mapping[str, Check]:
        """The checked settings by component."""
        return {check.component: check for check in self.diagnosis.checks}

    @property
    def sign_in_refused(self) -> bool:
        """Whether another try would be another refused sign-in."""
        refused = self.diagnosis.category == "authentication" and self.diagnosis.permanence != "transient"
        return refused and (self.progress.ended_at == "login" or self.evidence.deciding is None)

    @property
    def limit_reached(self) -> bool:
        """Whether the account may not send for a while because of an amount: time repairs that, nobody else has to."""
        return self.diagnosis.category == "rate-limit" and self.diagnosis.advice == "hold-account"

    @property
    def nobody_knows(self) -> bool:
        """Whether neither the catalogue nor the codes say what this is."""
        return self.diagnosis.explanation is None and self.diagnosis.category == "unknown"

    @cached_property
    def problem(self) -> str:
        """Where the problem lies, by kind of fault and by whose side it is on."""
        explanation, category = self.diagnosis.explanation, self.diagnosis.category
        own = f"problem.{category}-{explanation.scope}" if explanation else ""
        return self.words.say(own if self.words.has(own) else f"problem.{category}")

    def say(self, key: str, **values: object) -> str:
        """Return a sentence of the product, its values on one line each."""
        return self.words.say(key, **{name: one_line(str(value)) for name, value in values.items()})

    def promised(self, key: str) -> str:
        """Return a sentence that speaks of what becomes of the mail; another where the product does not keep it."""
        elsewhere = f"elsewhere.{key}"
        if self.facts.sends is not True and self.words.has(elsewhere):
            return self.words.say(elsewhere)
        return self.words.say(key)

    def proof(self, check: Check) -> str:
        """Return the sentence that proves a check's state."""
        values = dict(check.values)
        if "stage" in values:
            values["stage"] = self.words.say(f"label.stage.{values['stage']}")
        return self.say(f"proof.{check.proof}", **values)

    def value(self, component: str, value: str | None) -> str:
        """Return a setting's value as people write it."""
        if value is None:
            return self.words.say("word.unknown")
        if component != "security":
            return one_line(value)
        own = f"label.security.{self.evidence.dialect}-{value}"
        return self.words.say(own if self.words.has(own) else f"label.security.{value}")


def utc(moment: datetime) -> str:
    """Return a moment in UTC to the second, and say so."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def utc_exact(moment: datetime) -> str:
    """Return a moment in UTC as exact as it is known, and say so."""
    exact = moment.astimezone(UTC)
    fraction = f".{exact.microsecond // 1000:03d}" if exact.microsecond else ""
    return f"{exact:%Y-%m-%d %H:%M:%S}{fraction} UTC"
