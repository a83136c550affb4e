"""The words of a job are indexed once, when they are written; no longer with every change of the job."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

_COPY = """
INSERT INTO delivery_jobtokens (job_id, tokens) SELECT id, tokens FROM delivery_job WHERE tokens IS NOT NULL
"""
_COPY_BACK = "UPDATE delivery_job SET tokens = words.tokens FROM delivery_jobtokens AS words WHERE words.job_id = id"


class Migration(migrations.Migration):
    """Moves the words to a table of their own."""

    dependencies = [("delivery", "0004_vouch_for_the_message_before")]
    operations = [
        migrations.CreateModel(
            name="JobTokens",
            fields=[
                (
                    "job",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="tokens",
                        serialize=False,
                        to="delivery.job",
                    ),
                ),
                ("tokens", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.RunSQL(_COPY, _COPY_BACK),
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.RemoveIndex("job", "job_tokens"),
        migrations.RemoveField("job", "tokens"),
        migrations.AddIndex(
            "jobtokens",
            django.contrib.postgres.indexes.GinIndex(
                fastupdate=True, fields=["tokens"], gin_pending_list_limit=512, name="job_tokens"
            ),
        ),
    ]
