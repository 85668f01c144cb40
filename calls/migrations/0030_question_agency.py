"""A reply to a question of a protocol may call for an agency."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("agencies", "0005_centre_climbs_after"), ("calls", "0029_no_action")]

    operations = [
        migrations.AddField(
            model_name="question",
            name="agency",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
            ),
        ),
        migrations.AddField(
            model_name="question",
            name="agency_reply",
            field=models.CharField(blank=True, choices=[("yes", "Ya"), ("no", "Tidak")], max_length=3, default=""),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="question",
            name="agency_when",
            field=models.CharField(blank=True, max_length=40, default=""),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=Q(agency=None, agency_reply="", agency_when="")
                | (Q(agency__isnull=False) & ~Q(agency_reply="") & ~Q(agency_when="")),
                name="question_calls_an_agency_by_a_reply",
            ),
        ),
    ]
