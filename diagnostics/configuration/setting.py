"""What every check looks at, and how its answer is put down."""

from dataclasses import dataclass

from diagnostics.diagnosis import Check
from diagnostics.evidence import Evidence
from diagnostics.facts import Facts
from diagnostics.in_force import Settings, settings_of
from diagnostics.progress import Progress, answered_by, progress_of
from diagnostics.providers import Provider
from diagnostics.vocabulary import CheckState


@dataclass(frozen=True, kw_only=True)
class Case:
    """One try with everything the checks need to know of it."""

    evidence: Evidence
    facts: Facts
    used: Settings
    provider: Provider | None
    progress: Progress

    @classmethod
    def of(cls, evidence: Evidence, facts: Facts, provider: Provider | None) -> "Case":
        """Put together what is known of one try."""
        answering = answered_by(evidence)
        if answering and not (provider and provider.is_kin_of(answering)):
            provider = answering
        return cls(
            evidence=evidence,
            facts=facts,
            used=settings_of(evidence, facts),
            provider=provider,
            progress=progress_of(evidence),
        )

    @property
    def implicit_impossible(self) -> bool:
        """Whether TLS from the first byte cannot be had: the provider has no such door, or .NET sends."""
        closed = self.provider is not None and self.used.port in self.provider.closed_ports
        return closed or self.evidence.dialect == "dotnet"

    @property
    def provider_name(self) -> str:
        """The provider's name, or nothing."""
        return self.provider.name if self.provider else ""


def put_down(
    component: str,
    value: object,
    state: CheckState,
    proof: str,
    *,
    expected: object = None,
    **values: object,
) -> Check:
    """Put one checked setting down; values that are None stay out of the proof's sentence."""
    return Check(
        component=component,
        value=None if value is None else str(value),
        state=state,
        proof=proof,
        values={name: str(each) for name, each in values.items() if each is not None},
        expected=None if expected is None else str(expected),
    )
