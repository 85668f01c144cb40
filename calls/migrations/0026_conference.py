"""A third person may be brought into a talk; an operator leaves it to him and the caller."""

from django.db import migrations, models

VERBS = [
    ("answer", "Angkat"),
    ("hold", "Tahan"),
    ("resume", "Lanjutkan"),
    ("transfer", "Alihkan"),
    ("hang_up", "Akhiri"),
    ("call_back", "Telepon balik"),
    ("confer", "Konferensi"),
    ("leave", "Keluar dari konferensi"),
]
THIRDS = [
    ("ringing", "dihubungi"),
    ("joined", "ikut bicara"),
    ("unanswered", "tidak mengangkat"),
    ("left", "sudah keluar"),
    ("handed", "bersama penelepon"),
]


class Migration(migrations.Migration):
    dependencies = [("calls", "0025_short_ends")]

    operations = [
        migrations.AlterField(
            model_name="exchangecommand", name="verb", field=models.CharField(choices=VERBS, max_length=9)
        ),
        migrations.AddField(
            model_name="exchangecommand",
            name="third",
            field=models.CharField(blank=True, choices=THIRDS, default="", max_length=10),
            preserve_default=False,
        ),
    ]
