"""qmail, Postfix, Courier, Yahoo and their kin: "<ana@example.org>:" opens what is said about a recipient."""

import re

from diagnostics.reading.addresses import ADDRESS, tidy
from diagnostics.reading.notices.named import Named, each_once, stretches
from diagnostics.reading.said import words_about

_RECIPIENT = re.compile(rf"(?m)^[ \t]{{0,4}}<{ADDRESS}>(?: \(expanded from [^\n]{{1,200}}\))?[ \t]{{0,4}}:")


def read(notice: str) -> tuple[Named, ...]:
    """Every recipient that opens a line, with all that follows until the next one."""
    found = []
    for this, stretch in stretches(notice, _RECIPIENT):
        address = tidy(this[1])
        found.append(Named(address=address, stretch=stretch, words=words_about(stretch, address)))
    return each_once(found)
