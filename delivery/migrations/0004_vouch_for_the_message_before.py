"""A mark says not only that its message is handed over, but also that the one before it was taken."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds what a mark vouches for, and room on the pages for marks to be written in place."""

    dependencies = [("delivery", "0003_know_unclean_stops")]
    operations = [
        migrations.AddField("job", "vouches_for", models.BigIntegerField(blank=True, editable=False, null=True)),
        migrations.AddField("job", "vouches_text", models.TextField(blank=True, editable=False)),
        migrations.RunSQL(
            "ALTER TABLE delivery_job SET (fillfactor = 80)", "ALTER TABLE delivery_job RESET (fillfactor)"
        ),
    ]
