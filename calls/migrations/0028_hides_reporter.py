"""A reporter may ask that his identity be kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0027_promised_command")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="hides_reporter",
            field=models.BooleanField(default=False),
        ),
    ]
