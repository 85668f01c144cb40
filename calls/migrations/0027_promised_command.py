"""Commands that no key gave: what becomes of them is told to whoever closed the call."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("calls", "0026_conference")]

    operations = [
        migrations.AddField(model_name="exchangecommand", name="is_promised", field=models.BooleanField(default=False)),
    ]
