"""An outcome quotes exactly."""

from delivery.smtp import Refused, SessionFacts
from delivery.smtp.transcript import Line, written

LINE = Line(direction="client", stage="greeting", at=0.1, text="EHLO us")
FACTS = SessionFacts(host="smtp.example.com", port=587, security="starttls", opening=(LINE,))


def test_a_reply_is_quoted_with_its_codes():
    outcome = Refused(stage="login", code=535, raw_lines=("535-5.7.8 No.", "535 5.7.8 Really."), facts=FACTS)

    assert outcome.raw == "535-5.7.8 No.\n535 5.7.8 Really."
    assert outcome.lines == ("5.7.8 No.", "5.7.8 Really.")
    assert outcome.enhanced == "5.7.8"


def test_a_fault_is_quoted_as_it_is_and_has_no_code():
    outcome = Refused(stage="connect", raw_lines=("5.7.8 looks like one",), fault="network", facts=FACTS)

    assert outcome.lines == ("5.7.8 looks like one",)
    assert outcome.enhanced is None


def test_the_conversation_is_the_opening_and_the_envelopes_part():
    own = Line(direction="client", stage="data", at=0.2, text="DATA")

    assert Refused(stage="data", transcript=(own,), facts=FACTS).conversation == written((LINE, own))
