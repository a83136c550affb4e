"""Remembers the codes of a refusal beside its job, so that e-mails are found by what servers answered."""

from collections.abc import Iterable, Sequence

from delivery.models import MetCode
from delivery.outcome.explained import Explained

#: More codes than these in one text are no answer but a log.
_MOST = 12


def note_codes(outcomes: Sequence[Explained]) -> None:
    """Note every code in the words of each refusal, also of a reply that only followed from the deciding one."""
    MetCode.objects.bulk_create(
        [MetCode(job_id=one.result.job_id, code=code) for one in outcomes for code in _codes_of(one)],
        ignore_conflicts=True,
    )


def _codes_of(one: Explained) -> Iterable[str]:
    if one.diagnosis is None:
        return ()
    said = [one.result.code, one.result.enhanced]
    for reply in one.diagnosis.evidence.replies:
        said += [reply.code, reply.enhanced]
    codes = [str(code) for code in said if code]
    return list(dict.fromkeys(code for code in codes if code[0] in "45" and len(code) <= 12))[:_MOST]
