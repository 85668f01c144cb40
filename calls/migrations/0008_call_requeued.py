"""Calls that the exchange put back into its queue, and what it said of their end."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0007_callbacks")]

    operations = [
        migrations.AddField("call", "requeued_at", models.DateTimeField(null=True)),
        migrations.AddField("call", "reanswered_at", models.DateTimeField(null=True)),
        migrations.AddField("call", "hung_up_at", models.DateTimeField(null=True)),
    ]
