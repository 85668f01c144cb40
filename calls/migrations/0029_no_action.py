"""A report that needs nobody is ended with a reason."""

from django.db import migrations, models
from django.db.models import Q

REASONS = [
    ("handled", "Sudah ditangani"),
    ("cancelled", "Pelapor membatalkan"),
    ("not_emergency", "Bukan keadaan darurat"),
    ("duplicate", "Laporan ganda"),
    ("other", "Lain-lain"),
]


class Migration(migrations.Migration):
    dependencies = [("calls", "0028_hides_reporter")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="no_action",
            field=models.CharField(blank=True, choices=REASONS, default="", max_length=13),
        ),
        migrations.AddField(
            model_name="report",
            name="no_action_word",
            field=models.CharField(blank=True, default="", max_length=80),
        ),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["discarded_at"], condition=~Q(no_action=""), name="report_no_action"),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=Q(no_action="", no_action_word="")
                | (~Q(no_action="") & Q(discarded_at__isnull=False, incident=None)),
                name="report_no_action_is_put_aside",
            ),
        ),
    ]
