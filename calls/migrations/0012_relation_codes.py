from __future__ import annotations

from typing import Any

from django.db import migrations

CODES = {"korban": "victim", "keluarga": "family", "saksi": "witness", "petugas": "officer"}


def words_to_codes(apps: Any, schema_editor: Any) -> None:
    """A word of the list becomes its code; any other word a call-taker typed stays as he typed it."""
    rows = apps.get_model("calls", "Report").objects
    for word, code in CODES.items():
        rows.filter(relation__iexact=word).update(relation=code)


class Migration(migrations.Migration):
    dependencies = [("calls", "0011_report_lines")]

    operations = [migrations.RunPython(words_to_codes, migrations.RunPython.noop)]
