"""IronPort's packed replies."""

import pytest

from diagnostics.reading.notices.ironport import unpacked


@pytest.mark.parametrize(
    ("diagnostic", "reply"),
    [
        (
            "5.3.0 - Other mail system problem 550-'Unknown user ana@example.org' (delivery attempts: 0)",
            "550 Unknown user ana@example.org",
        ),
        ("5.1.0 - Unknown address error 550-'5.7.1 Access denied'", "550 5.7.1 Access denied"),
        ("550 5.1.1 User 'ana' unknown", "550 5.1.1 User 'ana' unknown"),
    ],
)
def test_the_reply_inside_is_taken_out(diagnostic, reply):
    assert unpacked(diagnostic) == reply
