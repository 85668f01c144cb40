"""The words places are spelt with, for those that stand already, and places by how their names begin."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.db import migrations, models

LEARN = """
INSERT INTO agencies_placeword (word)
SELECT DISTINCT word FROM agencies_place, regexp_split_to_table(search, ' ') AS word WHERE length(word) BETWEEN 4 AND 40
"""


class Migration(migrations.Migration):
    dependencies = [("agencies", "0003_handover")]
    operations = [
        migrations.CreateModel(
            name="PlaceWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("word", models.CharField(max_length=40, unique=True)),
            ],
        ),
        migrations.RunSQL(LEARN, migrations.RunSQL.noop),
        migrations.RemoveIndex(model_name="place", name="place_search_trigram"),
        migrations.AlterField(
            model_name="place",
            name="search",
            field=models.CharField(db_collation="C", editable=False, max_length=400),
        ),
        migrations.AddIndex(
            model_name="place",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.search.SearchVector("search", config="simple"), name="place_search_words"
            ),
        ),
        migrations.AddIndex(model_name="place", index=models.Index(fields=["search"], name="place_search_begun")),
        migrations.AddIndex(
            model_name="placeword",
            index=django.contrib.postgres.indexes.GinIndex(
                fields=["word"], name="placeword_trigram", opclasses=["gin_trgm_ops"]
            ),
        ),
    ]
