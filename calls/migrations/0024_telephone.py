"""How the desks' telephones stand in the exchange's queues."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0005_centre_climbs_after"),
        ("calls", "0023_put_back"),
    ]

    operations = [
        migrations.CreateModel(
            name="Telephone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("queue", models.CharField(max_length=80)),
                (
                    "standing",
                    models.CharField(
                        choices=[
                            ("ready", "siap"),
                            ("paused", "dijeda di sentral"),
                            ("away", "tidak tersambung"),
                            ("removed", "keluar dari antrean"),
                        ],
                        default="ready",
                        max_length=7,
                    ),
                ),
                ("since", models.DateTimeField()),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="telephones", to="agencies.seat"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("seat", "queue"), name="telephone_seat_queue")],
            },
        ),
    ]
