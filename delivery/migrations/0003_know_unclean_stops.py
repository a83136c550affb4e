"""A table that PostgreSQL empties when it recovers from a crash tells one life of the database from the next."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the epoch, and to each job the epoch it was claimed in."""

    dependencies = [("delivery", "0002_make_evidence_final")]
    operations = [
        migrations.CreateModel(
            name="Epoch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.UUIDField()),
                ("began_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL("ALTER TABLE delivery_epoch SET UNLOGGED", "ALTER TABLE delivery_epoch SET LOGGED"),
        migrations.AddField("job", "epoch", models.UUIDField(blank=True, editable=False, null=True)),
    ]
