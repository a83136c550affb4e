"""How many letters a clue accounts for, and what it can weigh at most."""

import pytest

from diagnostics.catalogue.registry import catalogue
from diagnostics.catalogue.specificity import LONGEST, branches, letters_found, most_letters, widened
from diagnostics.folding import folded


@pytest.mark.parametrize(
    ("pattern", "text", "letters"),
    [
        (r"user unknown", b"550 user unknown here", 12),
        (r"user (is )?unknown", b"550 user is unknown", 15),
        (r"user .{0,20}unknown", b"550 user <@> is unknown", 12),
        (r"\bRBL\b", b"in an RBL list", 3),
        (r"direcci[oó]n", b"la direccion", 9),
        (r"no such thing at all\d*", b"550 user unknown", None),
        (r"user .{0,3}unknown", b"550 user is quite unknown", None),
    ],
)
def test_it_counts_what_the_pattern_names(pattern, text, letters):
    assert letters_found(pattern, text) == letters


def test_no_text_gives_a_branch_more_letters_than_it_can_have():
    for entry in catalogue().entries.values():
        for clue in entry.clues:
            for branch in branches(clue.text) if clue.text else ():
                for example in entry.examples:
                    found = letters_found(branch, folded(example.text).encode())
                    assert found is None or min(found, LONGEST) <= most_letters(branch), branch


def test_a_pattern_that_repeats_can_have_any_number_of_letters():
    assert most_letters(r"in queue for \d+ days") == LONGEST
    assert most_letters(r"user .{0,40}unknown") < LONGEST


def test_the_set_counts_no_gaps():
    assert widened(r"user .{0,40}unknown \S{1,80} \d{1,3}") == r"user .*unknown \S* \d{1,3}"
