"""Sendmail, all versions: a list of the addresses that failed, and the transcript of the session."""

import re

from diagnostics.reading.addresses import ADDRESS, tidy
from diagnostics.reading.notices.named import Named, each_once
from diagnostics.reading.said import telling

_TRANSCRIPT = re.compile(r"(?im)^[ \t]*-{3,} ?transcript of session (?:follows|was unavailable)|^while talking to ")
_LIST = re.compile(
    r"(?im)^[ \t]*-{3,} ?the following addresses (?:had|have|delivered)[^\n]{0,60}\n((?:[^\n-][^\n]*\n){1,200})"
)
_LISTED = re.compile(rf"(?m)^[ \t]{{0,4}}(?:\"\|[^\n]{{1,200}}|<?{ADDRESS}>?)(?:[ \t]+\([^\n]*\))?[ \t]*$")
_REASON = re.compile(r"(?m)^[ \t]+\((?:reason: |expanded from: )?([^\n]{4,400})\)[ \t]*$")
#: "550 5.1.1 <ana@example.org>... User unknown"; the digits are missing where delivery goes on.
_COMPLAINT = re.compile(
    rf"(?m)^[ \t]{{0,4}}([2-5]\d\d(?:[ -][245]\.\d{{1,3}}\.\d{{1,3}})?[ \t]+)?<?{ADDRESS}>?\.\.\.[ \t]*([^\n]{{3,400}})"
)
#: What the other server said, in the transcript above the complaint about it.
_ANSWER = re.compile(r"(?m)^[ \t]{0,4}<<< ([245]\d\d[ -][^\n]{3,400})$")
_TALKING = re.compile(r"(?im)^(?:\.\.\. )?while talking to ")


def read(notice: str) -> tuple[Named, ...]:
    """The addresses of the list; of old versions without one, those that the transcript complains of."""
    if not _TRANSCRIPT.search(notice):
        return ()
    complaints = {tidy(match[2]).lower(): match for match in reversed(list(_COMPLAINT.finditer(notice)))}
    listed = _listed(notice)
    if listed:
        return each_once(_explained(address, notice, complaints, alone=len(listed) == 1) for address in listed)
    refused = [match for match in reversed(complaints.values()) if not (match[1] or "5").startswith("2")]
    return each_once(_complained(match, notice) for match in refused)


def _complained(complaint: re.Match[str], notice: str) -> Named:
    """What the other server said to it stands above the line that complains."""
    talk = notice[: complaint.start()]
    talk = talk[max((talking.start() for talking in _TALKING.finditer(talk)), default=0) :]
    earlier = max((other.end() for other in _COMPLAINT.finditer(talk) if other[1] and other[1][0] in "45"), default=0)
    answers = _ANSWER.findall(talk, earlier)
    stretch = "\n".join([*answers[-1:], complaint[0].strip()])
    return Named(address=tidy(complaint[2]), stretch=stretch, words=answers[-1] if answers else complaint[3].strip())


def _listed(notice: str) -> list[str]:
    if not (rows := _LIST.search(notice)):
        return []
    return [tidy(match[1]) for match in _LISTED.finditer(rows[1]) if match[1]]


def _explained(address: str, notice: str, complaints: dict[str, re.Match[str]], *, alone: bool) -> Named:
    """Whoever failed alone is explained by the whole transcript, others by the line that names them."""
    complaint = complaints.get(address.lower())
    if alone:
        reason = _REASON.search(notice)
        words = complaint[3] if complaint else reason[1] if reason and telling(reason[1]) else ""
        transcript = _TRANSCRIPT.search(notice)
        begin = transcript.start() if transcript else 0
        return Named(address=address, stretch=notice[begin:].strip(), words=words.strip())
    return _complained(complaint, notice) if complaint else Named(address=address, stretch="")
