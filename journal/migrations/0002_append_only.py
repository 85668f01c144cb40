"""History is only ever added to: the database itself refuses to change or remove an entry."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION journal_entry_is_history() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'journal entries are append-only' USING ERRCODE = 'restrict_violation'; END $$;
CREATE TRIGGER journal_entry_append_only BEFORE UPDATE OR DELETE ON journal_entry
FOR EACH ROW EXECUTE FUNCTION journal_entry_is_history();
"""
BACKWARDS = "DROP TRIGGER journal_entry_append_only ON journal_entry; DROP FUNCTION journal_entry_is_history();"


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [migrations.RunSQL(FORWARDS, BACKWARDS)]
