"""Marks are written for every message: in a narrow table that no log is kept of, and that a crash empties."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Moves the marks out of the jobs."""

    dependencies = [("delivery", "0005_find_jobs_by_words_of_their_own_table")]
    operations = [
        migrations.CreateModel(
            name="Mark",
            fields=[
                ("job_id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("worker", models.CharField(max_length=120)),
                ("at", models.DateTimeField()),
                ("vouches_for", models.BigIntegerField(blank=True, null=True)),
                ("vouches_text", models.TextField(blank=True)),
            ],
        ),
        migrations.RunSQL("ALTER TABLE delivery_mark SET UNLOGGED", "ALTER TABLE delivery_mark SET LOGGED"),
        migrations.RunSQL(
            "INSERT INTO delivery_mark (job_id, worker, at, vouches_for, vouches_text) "
            "SELECT id, claimed_by, handed_over_at, vouches_for, vouches_text FROM delivery_job "
            "WHERE state = 'sending' AND handed_over_at IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField("job", "handed_over_at"),
        migrations.RemoveField("job", "vouches_for"),
        migrations.RemoveField("job", "vouches_text"),
    ]
