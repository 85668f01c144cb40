"""Who was cut off is called back, which may be closed as done already; who asked for something, asked about a topic."""

from django.db import migrations, models

REASONS = [
    ("connected", "Tersambung"),
    ("wrong_number", "Nomor salah"),
    ("surge", "Lonjakan: kejadian yang sama sudah ditangani"),
    ("tried", "Sudah dicoba, tidak terhubung"),
    ("prank", "Diduga iseng"),
    ("no_number", "Tidak bisa ditelepon balik"),
    ("called", "Sudah ditelepon balik atau tidak perlu"),
]

OUTCOME_REASONS = [
    ("child", "Anak-anak"),
    ("teasing", "Mengejek atau main-main"),
    ("harassing", "Melecehkan petugas"),
    ("false_report", "Laporan palsu"),
    ("trying", "Coba-coba nomor"),
    ("number", "Nomor penting"),
    ("service", "Layanan pemerintah"),
    ("weather", "Cuaca atau bencana"),
    ("traffic", "Lalu lintas"),
    ("other", "Lainnya"),
]


class Migration(migrations.Migration):
    dependencies = [("calls", "0024_telephone")]

    operations = [
        migrations.AddIndex(
            model_name="call",
            index=models.Index(
                condition=models.Q(("outcome__in", ["abandoned", "cut_off"])), fields=["offered_at"], name="call_lost"
            ),
        ),
        migrations.RemoveIndex(model_name="call", name="call_abandoned"),
        migrations.AlterField(
            model_name="callback",
            name="reason",
            field=models.CharField(blank=True, choices=REASONS, max_length=12),
        ),
        migrations.AlterField(
            model_name="call",
            name="outcome_reason",
            field=models.CharField(blank=True, choices=OUTCOME_REASONS, default="", max_length=12),
        ),
    ]
