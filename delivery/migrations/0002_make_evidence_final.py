"""Evidence is final: once an attempt is closed, the database refuses to change what was said."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION delivery_attempt_evidence_is_final() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER attempt_evidence_is_final BEFORE UPDATE ON delivery_attempt
    FOR EACH ROW EXECUTE FUNCTION delivery_attempt_evidence_is_final();
"""
ALLOW = """
DROP TRIGGER attempt_evidence_is_final ON delivery_attempt;
DROP FUNCTION delivery_attempt_evidence_is_final();
"""


class Migration(migrations.Migration):
    """Adds the trigger; going back removes it."""

    dependencies = [("delivery", "0001_keep_mail_and_its_failures")]
    operations = [migrations.RunSQL(REFUSE, ALLOW)]
