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
#: A line of the transcript that the other server said.
_ANSWER = re.compile(r"[ \t]{0,4}<<< ([245]\d\d[ -].{3,400})")
_TALKING = re.compile(r"(?i)(?:\.\.\. )?while talking to ")


def read(notice: str) -> tuple[Named, ...]:
    """The addresses of the list; of old versions without one, those that the transcript complains of."""
    if not _TRANSCRIPT.search(notice):
        return ()
    matches = list(_COMPLAINT.finditer(notice))
    complaints = {tidy(match[2]).lower(): match for match in reversed(matches)}
    answers = _answers(notice, {match.start(): match for match in matches})
    listed = _listed(notice)
    if listed:
        return each_once(_explained(address, notice, complaints, answers, alone=len(listed) == 1) for address in listed)
    refused = [match for match in reversed(complaints.values()) if not (match[1] or "5").startswith("2")]
    return each_once(_complained(match, answers) for match in refused)


def _answers(notice: str, complaints: dict[int, re.Match[str]]) -> dict[int, str]:
    """What the other server had said when a complaint was made, by the place of the complaint."""
    found: dict[int, str] = {}
    said, place = "", 0
    for line in notice.split("\n"):
        if answer := _ANSWER.match(line):
            said = answer[1]
        elif _TALKING.match(line):
            said = ""
        elif complaint := complaints.get(place):
            found[place] = said
            if (complaint[1] or "").startswith(("4", "5")):
                said = ""
        place += len(line) + 1
    return found


def _complained(complaint: re.Match[str], answers: dict[int, str]) -> Named:
    """What the other server said to it stands above the line that complains."""
    said = answers.get(complaint.start(), "")
    stretch = f"{said}\n{complaint[0].strip()}".strip()
    return Named(address=tidy(complaint[2]), stretch=stretch, words=said or complaint[3].strip())


def _listed(notice: str) -> list[str]:
    if not (rows := _LIST.search(notice)):
        return []
    return [tidy(match[1]) for match in _LISTED.finditer(rows[1]) if match[1]]


def _explained(
    address: str, notice: str, complaints: dict[str, re.Match[str]], answers: dict[int, str], *, alone: bool
) -> Named:
    """Whoever failed alone is explained by the whole transcript, others by the line that names them."""
    complaint = complaints.get(address.lower())
    if alone:
        reason = _REASON.search(notice)
        words = complaint[3] if complaint else reason[1] if reason and telling(reason[1]) else ""
        transcript = _TRANSCRIPT.search(notice)
        begin = transcript.start() if transcript else 0
        return Named(address=address, stretch=notice[begin:].strip(), words=words.strip())
    return _complained(complaint, answers) if complaint else Named(address=address, stretch="")
