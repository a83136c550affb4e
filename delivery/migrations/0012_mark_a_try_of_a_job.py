"""A job may come back to the run that it was refused in: a mark says which of its tries it means."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds when the marked job was claimed; a mark that does not say is of the claim that is known."""

    dependencies = [("delivery", "0011_mark_once_for_each_run")]
    operations = [migrations.AddField("mark", "claimed_at", models.DateTimeField(null=True, blank=True))]
