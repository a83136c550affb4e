"""Causes ranked for one failure: where the catalogue starts from, moved by what is known of this case."""

from collections.abc import Iterable

from diagnostics.catalogue.explanation import Cause, Explanation
from diagnostics.circumstances import circumstances
from diagnostics.diagnosis import RankedCause
from diagnostics.evidence import Evidence
from diagnostics.facts import Facts
from diagnostics.patterns import compiled
from diagnostics.progress import progress_of
from diagnostics.vocabulary import LANGUAGES
from diagnostics.wording import wording

#: Nothing is certain, and nothing that is listed is impossible.
_LEAST, _MOST = 1, 99
#: A cause in the settings, where the conversation stopped early enough to be stopped by it ...
_SETTING_STOPPED_IT = 90
#: ... and where the server's answer shows that the setting cannot have been in force as it is written.
_SETTING_BESIDE = 35
#: Circumstances that are causes by themselves; their words stand under `setting_cause`.
SETTING_CAUSES = ("host-misspelt", "other-providers-host", "wrong-tls-mode", "security-disabled")


def rank(explanation: Explanation | None, evidence: Evidence, facts: Facts) -> tuple[RankedCause, ...]:
    """Return the causes that can be true of this case, the likeliest first; equals keep the catalogue's order."""
    holding = circumstances(evidence, facts)
    own = explanation.causes if explanation else ()
    possible = [cause for cause in own if not cause.providers or evidence.provider in cause.providers]
    ranked = [_weighed(cause, evidence, holding) for cause in possible]
    ranked += _in_the_settings(evidence, holding, own)
    return tuple(sorted(ranked, key=lambda each: -each.score))


def _weighed(cause: Cause, evidence: Evidence, holding: frozenset[str]) -> RankedCause:
    supported = tuple(name for name in cause.supports if name in holding)
    weakened = tuple(name for name in cause.weakens if name in holding)
    score = (
        cause.likelihood
        + sum(cause.supports[name] for name in supported)
        - sum(cause.weakens[name] for name in weakened)
    )
    if named_by_server(cause, evidence):
        score = _MOST
    return RankedCause(cause=cause, score=max(_LEAST, min(_MOST, score)), supported_by=supported, weakened_by=weakened)


def named_by_server(cause: Cause, evidence: Evidence) -> bool:
    """Whether the server's own words name this cause."""
    if cause.named_by is None:
        return False
    reply = evidence.deciding
    return bool(compiled(cause.named_by).search(reply.text if reply else evidence.excerpt))


def _in_the_settings(evidence: Evidence, holding: frozenset[str], own: Iterable[Cause]) -> list[RankedCause]:
    """Causes that lie in the settings of any account, unless the entry weighs the same circumstance itself."""
    weighed = {name for cause in own for name in cause.supports}
    contradicted = progress_of(evidence).reached("login")
    found = [name for name in SETTING_CAUSES if name in holding and name not in weighed]
    return [
        RankedCause(
            cause=_setting_cause(name),
            score=_SETTING_BESIDE if contradicted and name != "other-providers-host" else _SETTING_STOPPED_IT,
            supported_by=(name,),
        )
        for name in found
    ]


def _setting_cause(name: str) -> Cause:
    def said(part: str) -> dict[str, str]:
        return {language: wording(language).say(f"setting_cause.{name}.{part}") for language in LANGUAGES}

    return Cause(
        id=name,
        likelihood=_SETTING_STOPPED_IT,
        says=said("says"),  # type: ignore[arg-type]
        why=said("why"),  # type: ignore[arg-type]
        test=said("test"),  # type: ignore[arg-type]
        supports={},
        weakens={},
    )
