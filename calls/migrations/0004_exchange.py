from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("calls", "0003_report_attached_at"),
    ]

    operations = [
        migrations.CreateModel(
            name="Exchange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("heard_at", models.DateTimeField(null=True)),
                ("lost_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name="call",
            name="exchange",
            field=models.ForeignKey(null=True, on_delete=models.PROTECT, to="calls.exchange"),
        ),
        migrations.AddField(
            model_name="call",
            name="hold_s",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
