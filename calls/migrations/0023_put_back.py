"""Calls that were put back into the queue, to find those whose callers gave up then."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_centre_climbs_after"),
        ("calls", "0022_hands"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="call",
            index=models.Index(
                condition=models.Q(("requeued_at__isnull", False)), fields=["offered_at"], name="call_put_back"
            ),
        ),
    ]
