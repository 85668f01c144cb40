"""What consoles ask of the exchange, one row per command."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0009_calls_hung_up"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExchangeCommand",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "verb",
                    models.CharField(
                        choices=[
                            ("answer", "Angkat"),
                            ("hold", "Tahan"),
                            ("resume", "Lanjutkan"),
                            ("transfer", "Alihkan"),
                            ("hang_up", "Akhiri"),
                            ("call_back", "Telepon balik"),
                        ],
                        max_length=9,
                    ),
                ),
                ("extension", models.CharField(blank=True, max_length=10)),
                ("target", models.CharField(blank=True, max_length=40)),
                ("target_name", models.CharField(blank=True, max_length=80)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("sent_at", models.DateTimeField(null=True)),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "Dikerjakan sentral."),
                            (
                                "gone",
                                "Penelepon sudah tidak ada di sentral; panggilan ini tetap tercatat. Selesaikan hasilnya.",
                            ),
                            ("refused", "Sentral menolak perintah ini. Kerjakan lewat telepon meja."),
                            (
                                "lost",
                                "Sambungan ke sentral putus di tengah perintah. Periksa telepon meja dan kerjakan di sana.",
                            ),
                            ("expired", "Sentral tidak sempat mengerjakan perintah ini. Kerjakan lewat telepon meja."),
                        ],
                        max_length=8,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="commands", to="calls.call"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("result", "")), fields=["id"], name="command_under_way"),
                    models.Index(fields=["asked_at"], name="command_asked_at"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", ""), ("settled_at", None)),
                            models.Q(models.Q(("result", ""), _negated=True), ("settled_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="command_result_has_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("result", "")),
                        fields=("call", "verb"),
                        name="command_one_under_way_per_verb",
                    ),
                ],
            },
        ),
    ]
