"""Nor may history be emptied at one stroke: TRUNCATE touches no row, so the trigger of each row never hears of it."""

from django.db import migrations

FORWARDS = """
CREATE TRIGGER journal_entry_not_emptied BEFORE TRUNCATE ON journal_entry
FOR EACH STATEMENT EXECUTE FUNCTION journal_entry_is_history();
"""
BACKWARDS = "DROP TRIGGER journal_entry_not_emptied ON journal_entry;"


class Migration(migrations.Migration):
    dependencies = [("journal", "0002_append_only")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
