"""E-mails are found by the codes that servers answered with."""

import django.db.models.deletion
from django.db import migrations, models

_COPY = """
INSERT INTO delivery_metcode (job_id, code)
SELECT job_id, code::text FROM delivery_attempt WHERE outcome = 'refused' AND code >= 400
UNION
SELECT job_id, enhanced FROM delivery_attempt WHERE outcome = 'refused' AND enhanced > '3'
"""


class Migration(migrations.Migration):
    """Makes the table and fills it from the attempts there are."""

    dependencies = [("delivery", "0007_index_only_what_is_asked")]
    operations = [
        migrations.CreateModel(
            name="MetCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=12)),
                (
                    "job",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="met_codes", to="delivery.job"
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=("code", "job"), name="met_code_once")]},
        ),
        migrations.RunSQL(_COPY, migrations.RunSQL.noop),
    ]
