"""A claim says how many messages its run may be ahead of the disk, so that a crash leaves no more than that in doubt."""

from django.db import migrations, models

#: What every run kept to before.
_BEFORE = 60


class Migration(migrations.Migration):
    """Adds the lead; jobs that are being sent at this moment have the old one."""

    dependencies = [("delivery", "0008_find_jobs_by_the_codes_they_met")]
    operations = [
        migrations.AddField("job", "lead", models.PositiveSmallIntegerField(db_default=0, editable=False)),
        migrations.RunSQL(
            f"UPDATE delivery_job SET lead = {_BEFORE} WHERE state = 'sending'", migrations.RunSQL.noop
        ),
    ]
