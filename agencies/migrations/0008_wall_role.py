"""The wall is an account of its own, with a role that may do nothing."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0007_shared_positions"),
    ]

    operations = [
        migrations.AlterField(
            model_name="member",
            name="roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("call_taker", "Penerima Panggilan"),
                        ("dispatcher", "Dispatcher"),
                        ("supervisor", "Supervisor"),
                        ("responder", "Petugas OPD"),
                        ("head", "Kepala Dinas"),
                        ("administrator", "Administrator"),
                        ("wall", "Layar dinding"),
                    ],
                    max_length=20,
                ),
                size=None,
                verbose_name="peran",
            ),
        ),
        migrations.AlterField(
            model_name="watch",
            name="roles",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("call_taker", "Penerima Panggilan"),
                        ("dispatcher", "Dispatcher"),
                        ("supervisor", "Supervisor"),
                        ("responder", "Petugas OPD"),
                        ("head", "Kepala Dinas"),
                        ("administrator", "Administrator"),
                        ("wall", "Layar dinding"),
                    ],
                    max_length=20,
                ),
                size=None,
            ),
        ),
    ]
