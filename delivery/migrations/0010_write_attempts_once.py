"""An attempt is written when it ended: what is under way stands in its job."""

from django.db import migrations, models

_CHOICES = [
    ("accepted", "Accepted"),
    ("refused", "Refused"),
    ("uncertain", "No answer after the message was handed over"),
    ("not-offered", "Not offered"),
    ("not-recorded", "Not recorded"),
]
FORGET_OPEN = "DELETE FROM delivery_attempt WHERE outcome = 'open'"
OPEN_AGAIN = """
INSERT INTO delivery_attempt (job_id, number, opened_at, outcome, worker, stage, enhanced, text, facts,
                              transcript, explanation, category, permanence, confidence)
SELECT id, last_attempt, happened_at, 'open', claimed_by, '', '', '', '{}', '', '', '', '', ''
FROM delivery_job WHERE state = 'sending'
"""
# Asked only when an evidence column is written at all: reading evidence again costs nothing more.
FINAL = """
CREATE OR REPLACE FUNCTION delivery_attempt_evidence_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.job_id, NEW.number, NEW.outcome, NEW.opened_at, NEW.closed_at, NEW.stage, NEW.code, NEW.enhanced,
        NEW.text, NEW.facts, NEW.transcript
    ) IS DISTINCT FROM (
        OLD.job_id, OLD.number, OLD.outcome, OLD.opened_at, OLD.closed_at, OLD.stage, OLD.code, OLD.enhanced,
        OLD.text, OLD.facts, OLD.transcript
    ) THEN
        RAISE EXCEPTION 'attempt % is closed: its evidence is final', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER attempt_evidence_is_final ON delivery_attempt;
CREATE TRIGGER attempt_evidence_is_final
    BEFORE UPDATE OF job_id, number, outcome, opened_at, closed_at, stage, code, enhanced, text, facts, transcript
    ON delivery_attempt FOR EACH ROW EXECUTE FUNCTION delivery_attempt_evidence_is_final();
"""
FINAL_WHEN_CLOSED = """
CREATE OR REPLACE FUNCTION delivery_attempt_evidence_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.outcome <> 'open' AND (
        NEW.job_id, NEW.number, NEW.outcome, NEW.opened_at, NEW.closed_at, NEW.stage, NEW.code, NEW.enhanced,
        NEW.text, NEW.facts, NEW.transcript
    ) IS DISTINCT FROM (
        OLD.job_id, OLD.number, OLD.outcome, OLD.opened_at, OLD.closed_at, OLD.stage, OLD.code, OLD.enhanced,
        OLD.text, OLD.facts, OLD.transcript
    ) THEN
        RAISE EXCEPTION 'attempt % is closed: its evidence is final', OLD.id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
DROP TRIGGER attempt_evidence_is_final ON delivery_attempt;
CREATE TRIGGER attempt_evidence_is_final BEFORE UPDATE ON delivery_attempt
    FOR EACH ROW EXECUTE FUNCTION delivery_attempt_evidence_is_final();
"""


class Migration(migrations.Migration):
    """Takes the open attempts away; going back opens them again for the jobs that are being sent."""

    dependencies = [("delivery", "0009_say_how_far_a_run_may_lead")]
    operations = [
        migrations.RunSQL(migrations.RunSQL.noop, OPEN_AGAIN),
        migrations.RemoveConstraint("attempt", "attempt_closed_says_when"),
        migrations.AlterField("attempt", "outcome", models.CharField(choices=_CHOICES, max_length=15)),
        migrations.RunSQL(FORGET_OPEN, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "attempt",
            models.CheckConstraint(
                condition=models.Q(outcome="not-recorded", closed_at__isnull=True)
                | models.Q(outcome__in=["accepted", "uncertain", "not-offered"], closed_at__isnull=False)
                | models.Q(outcome="refused"),
                name="attempt_closed_says_when",
            ),
        ),
        migrations.RunSQL(FINAL, FINAL_WHEN_CLOSED),
    ]
