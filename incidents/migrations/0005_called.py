"""Whom answers of its reports call for beside those its kind does."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("incidents", "0004_proposed")]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="called",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
