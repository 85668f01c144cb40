"""What is over at the time of the upgrade needs no word of the exchange any more."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("calls", "0008_call_requeued")]

    operations = [
        migrations.RunSQL(
            "UPDATE calls_call SET hung_up_at = ended_at WHERE ended_at IS NOT NULL", migrations.RunSQL.noop
        )
    ]
