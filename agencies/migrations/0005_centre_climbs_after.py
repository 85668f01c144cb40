"""After how many seconds a call that nobody answers climbs to the supervisors."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0004_place_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="centre",
            name="climbs_after_s",
            field=models.PositiveSmallIntegerField(
                default=30, verbose_name="panggilan tak diangkat naik ke supervisor setelah (detik)"
            ),
        ),
    ]
