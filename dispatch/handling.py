"""Who of the desk has taken an incident in hand: "yang saya tangani" on the board. Reads, decides nothing."""

from __future__ import annotations

# What only the desk does. A note alone, or a report joined, does not make an incident one's own.
DEEDS = ("assigned", "escalated", "recalled", "acknowledged", "changed", "reopened")

# The accounts that did one of these to an incident, in the order of their numbers; a column beside its own.
HANDLERS = f"""
ARRAY(SELECT DISTINCT actor_id FROM journal_entry
WHERE subject = 'incident:' || incidents_incident.id AND verb IN {DEEDS} AND actor_id IS NOT NULL ORDER BY actor_id)
"""
