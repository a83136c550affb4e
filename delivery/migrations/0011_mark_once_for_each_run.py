"""A run has one mark, which it rewrites: the order of its jobs says what became of those before."""

from django.db import migrations, models

# The newest mark of each worker says what the others said too.
KEEP_THE_LAST = """
DELETE FROM delivery_mark AS mark USING delivery_mark AS later
WHERE later.worker = mark.worker AND (later.at, later.job_id) > (mark.at, mark.job_id)
"""


# Django cannot move a primary key from one column to another.
KEY_IS_THE_WORKER = """
ALTER TABLE delivery_mark DROP CONSTRAINT delivery_mark_pkey;
ALTER TABLE delivery_mark ALTER COLUMN job_id DROP NOT NULL;
ALTER TABLE delivery_mark ADD PRIMARY KEY (worker);
"""
KEY_IS_THE_JOB = """
DELETE FROM delivery_mark WHERE job_id IS NULL;
ALTER TABLE delivery_mark DROP CONSTRAINT delivery_mark_pkey;
ALTER TABLE delivery_mark ADD PRIMARY KEY (job_id);
"""


class Migration(migrations.Migration):
    """Makes the worker the key of a mark. No worker of an earlier version may run meanwhile."""

    dependencies = [("delivery", "0010_write_attempts_once")]
    operations = [
        migrations.RunSQL(KEEP_THE_LAST, migrations.RunSQL.noop),
        migrations.RunSQL(
            KEY_IS_THE_WORKER,
            KEY_IS_THE_JOB,
            state_operations=[
                migrations.AlterField("mark", "job_id", models.BigIntegerField(null=True, blank=True)),
                migrations.AlterField(
                    "mark", "worker", models.CharField(max_length=120, primary_key=True, serialize=False)
                ),
            ],
        ),
        # A row is rewritten in place as long as its page has room.
        migrations.RunSQL(
            "ALTER TABLE delivery_mark SET (fillfactor = 20)", "ALTER TABLE delivery_mark RESET (fillfactor)"
        ),
    ]
