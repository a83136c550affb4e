"""Every index on the jobs is written three times for each message: those that nothing asks for go."""

import django.db.models.deletion
from django.db import migrations, models

_WHEN_CLOSED = """
DROP TRIGGER attempt_evidence_is_final ON delivery_attempt;
CREATE TRIGGER attempt_evidence_is_final BEFORE UPDATE ON delivery_attempt
    FOR EACH ROW WHEN (OLD.outcome <> 'open') EXECUTE FUNCTION delivery_attempt_evidence_is_final();
"""
_ALWAYS = """
DROP TRIGGER attempt_evidence_is_final ON delivery_attempt;
CREATE TRIGGER attempt_evidence_is_final BEFORE UPDATE ON delivery_attempt
    FOR EACH ROW EXECUTE FUNCTION delivery_attempt_evidence_is_final();
"""


def _job(name: str, related_name: str) -> migrations.AlterField:
    field = models.ForeignKey(
        "delivery.job",
        on_delete=django.db.models.deletion.PROTECT,
        related_name=related_name,
        db_index=False,
        null=True,
        blank=True,
    )
    return migrations.AlterField("job", name, field)


class Migration(migrations.Migration):
    """Drops indexes that others contain, narrows those that are nearly always empty, wakes the trigger only when needed."""

    dependencies = [("delivery", "0006_mark_in_a_table_of_their_own")]
    operations = [
        migrations.AlterField(
            "attempt",
            "job",
            models.ForeignKey(
                "delivery.job",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="attempts",
                db_index=False,
            ),
        ),
        migrations.AlterField(
            "job",
            "account",
            models.ForeignKey(
                "delivery.account",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="jobs",
                db_index=False,
            ),
        ),
        migrations.AlterField(
            "job",
            "incident",
            models.ForeignKey(
                "delivery.incident",
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="jobs",
                db_index=False,
                null=True,
                blank=True,
            ),
        ),
        # Taking away a column's index takes its unique constraint along.
        migrations.RemoveConstraint("job", "job_one_unfinished_resend"),
        _job("resend_of", "resends"),
        migrations.AddConstraint(
            "job",
            models.UniqueConstraint(
                fields=["resend_of"],
                condition=models.Q(state__in=["queued", "sending", "held"], resend_of__isnull=False),
                name="job_one_unfinished_resend",
            ),
        ),
        _job("origin", "descendants"),
        *(
            migrations.AddIndex(
                "job", models.Index(fields=[field], condition=models.Q(**{f"{field}__isnull": False}), name=f"job_{field}")
            )
            for field in ("incident", "resend_of", "origin")
        ),
        migrations.RunSQL(_WHEN_CLOSED, _ALWAYS),
        # The room was for marks.
        migrations.RunSQL(
            "ALTER TABLE delivery_job RESET (fillfactor)", "ALTER TABLE delivery_job SET (fillfactor = 80)"
        ),
    ]
