"""Whether the books add up: each invariant is a sentence and the query that finds the rows breaking it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journal.models import Journaled

MOST_SHOWN = 20


@dataclass(frozen=True)
class Invariant:
    """What must always hold; `sql` answers the offenders, one text each."""

    sentence: str | Promise
    sql: str


# A clock runs as long as what stops it has not happened, it has not run out already, and a standard speaks of it.
RUNNING = """
    SELECT i.id, i.version, c.clock FROM incidents_incident i
    CROSS JOIN (VALUES ('tell'), ('arrive'), ('finish')) AS c (clock)
    WHERE i.closed_at IS NULL
      AND NOT EXISTS (
        SELECT 1 FROM incidents_assignment a WHERE a.incident_id = i.id AND CASE c.clock
          WHEN 'tell' THEN true WHEN 'arrive' THEN a.arrived_at IS NOT NULL ELSE a.state = 'done' END)
      AND NOT EXISTS (
        SELECT 1 FROM incidents_escalation e
        WHERE e.incident_id = i.id AND e.assignment_id IS NULL AND e.clock = c.clock)
      AND EXISTS (
        SELECT 1 FROM incidents_standard s WHERE s.clock = c.clock
          AND s.valid_from <= CASE c.clock WHEN 'tell' THEN i.forwarded_at ELSE i.reported_at END
          AND s.track IN ('', i.track) AND (s.priority IS NULL OR s.priority = i.priority)
          AND (s.category_id IS NULL OR s.category_id = i.category_id))
"""

# An agency that has not answered is to be asked again as long as its ladder has another rung.
CLIMBING = """
    SELECT a.id, a.incident_id FROM incidents_assignment a JOIN incidents_incident i ON i.id = a.incident_id
    WHERE a.state = 'notified' AND i.closed_at IS NULL
      AND EXISTS (
        SELECT 1 FROM agencies_ladderstep l WHERE l.level = a.level + 1 AND CASE
          WHEN EXISTS (SELECT 1 FROM agencies_ladderstep o WHERE o.agency_id = a.agency_id)
          THEN l.agency_id = a.agency_id ELSE l.agency_id IS NULL END)
      AND EXISTS (
        SELECT 1 FROM incidents_standard s WHERE s.clock = 'accept' AND s.valid_from <= a.notified_at
          AND s.track IN ('', i.track) AND (s.priority IS NULL OR s.priority = i.priority)
          AND (s.category_id IS NULL OR s.category_id = i.category_id))
"""

PENDING = "t.fired_at IS NULL AND t.cancelled_at IS NULL"


def versions() -> str:
    """Every journaled row beside what the journal knows of it."""
    rows = " UNION ALL ".join(
        f"SELECT '{model.kind}:' || id AS subject, version FROM {model._meta.db_table}"
        for model in apps.get_models()
        if issubclass(model, Journaled)
    )
    return f"""
        SELECT r.subject || ' v' || r.version || ', ' || coalesce(e.count, 0) || ' entries up to ' || coalesce(e.top, 0)
        FROM ({rows}) r
        LEFT JOIN (SELECT subject, count(*), max(number) AS top FROM journal_entry GROUP BY subject) e USING (subject)
        WHERE r.version <> coalesce(e.count, 0) OR r.version <> coalesce(e.top, 0)
    """


def invariants() -> list[Invariant]:
    """The table."""
    return [
        Invariant(
            _("Versi setiap baris sama dengan nomor dan jumlah catatan jurnalnya; tidak ada nomor yang hilang."),
            versions(),
        ),
        Invariant(
            _("Kejadian yang ditutup tidak punya penugasan yang masih berjalan."),
            """SELECT 'incident:' || i.id || ' assignment ' || a.id FROM incidents_assignment a
               JOIN incidents_incident i ON i.id = a.incident_id
               WHERE i.closed_at IS NOT NULL AND a.ended_at IS NULL""",
        ),
        Invariant(
            _("Kejadian yang ditutup punya hasil akhir, dan penutupannya tercatat pada jam yang sama."),
            """SELECT 'incident:' || i.id FROM incidents_incident i WHERE i.outcome = 'closed' AND (
                 i.disposition_id IS NULL OR NOT EXISTS (
                   SELECT 1 FROM journal_entry e WHERE e.subject = 'incident:' || i.id AND e.verb = 'closed'
                     AND e.happened_at = i.closed_at))""",
        ),
        Invariant(
            _("Setiap jam kejadian yang berjalan punya tepat satu janji yang menunggu."),
            f"""SELECT 'incident:' || r.id || ' ' || r.clock || ': ' || count(t.id) FROM ({RUNNING}) r
                LEFT JOIN journal_timer t ON t.subject = 'incident:' || r.id AND t.kind = r.clock AND {PENDING}
                GROUP BY r.id, r.clock HAVING count(t.id) <> 1""",
        ),
        Invariant(
            _("Jam kejadian yang tidak berjalan tidak punya janji yang menunggu."),
            f"""SELECT t.subject || ' ' || t.kind FROM journal_timer t
                LEFT JOIN ({RUNNING}) r ON t.subject = 'incident:' || r.id AND t.kind = r.clock
                WHERE {PENDING} AND t.kind IN ('tell', 'arrive', 'finish') AND r.id IS NULL""",
        ),
        Invariant(
            _("Setiap penugasan yang belum dijawab punya tepat satu anak tangga yang menunggu, selama masih ada."),
            f"""SELECT 'incident:' || c.incident_id || ' assignment ' || c.id || ': ' || count(t.id) FROM ({CLIMBING}) c
                LEFT JOIN journal_timer t ON t.assignment_id = c.id AND t.kind = 'ladder' AND {PENDING}
                GROUP BY c.id, c.incident_id HAVING count(t.id) <> 1""",
        ),
        Invariant(
            _("Penugasan yang sudah dijawab atau berakhir tidak menunggu anak tangga maupun pemberitahuan."),
            f"""SELECT t.subject || ' ' || t.kind || ' assignment ' || a.id FROM journal_timer t
                JOIN incidents_assignment a ON a.id = t.assignment_id
                WHERE {PENDING} AND t.kind IN ('ladder', 'deliver') AND a.state <> 'notified'""",
        ),
        Invariant(
            _("Tidak ada janji yang sekaligus ditepati dan dibatalkan."),
            """SELECT t.subject || ' ' || t.kind FROM journal_timer t
               WHERE t.fired_at IS NOT NULL AND t.cancelled_at IS NOT NULL""",
        ),
        Invariant(
            _("Tidak ada janji yang ditepati sebelum waktunya."),
            "SELECT t.subject || ' ' || t.kind FROM journal_timer t WHERE t.fired_at < t.due_at",
        ),
        Invariant(
            _("Setiap eskalasi berasal dari satu janji yang ditepati, bertanggal tepat pada tenggatnya."),
            """SELECT 'incident:' || e.incident_id || ' ' || e.clock || ' ' || e.level FROM incidents_escalation e
               LEFT JOIN journal_timer t ON t.subject = 'incident:' || e.incident_id AND t.due_at = e.raised_at
                 AND t.fired_at IS NOT NULL AND t.assignment_id IS NOT DISTINCT FROM e.assignment_id
                 AND t.kind = CASE e.clock WHEN 'accept' THEN 'ladder' ELSE e.clock END
               GROUP BY e.id HAVING count(t.id) <> 1""",
        ),
        Invariant(
            _("Setiap jam kejadian yang habis meninggalkan tepat satu eskalasi."),
            """SELECT t.subject || ' ' || t.kind FROM journal_timer t
               LEFT JOIN incidents_escalation e ON t.subject = 'incident:' || e.incident_id AND e.clock = t.kind
                 AND e.assignment_id IS NULL
               WHERE t.fired_at IS NOT NULL AND t.kind IN ('tell', 'arrive', 'finish')
               GROUP BY t.id HAVING count(e.id) <> 1""",
        ),
        Invariant(
            _("Langkah-langkah sebuah penugasan berurutan dan tidak mendahului laporannya."),
            """SELECT 'incident:' || i.id || ' assignment ' || a.id FROM incidents_assignment a
               JOIN incidents_incident i ON i.id = a.incident_id
               WHERE least(a.accepted_at, a.departed_at, a.arrived_at, a.controlled_at, a.ended_at) < i.reported_at
                  OR a.accepted_at > least(a.departed_at, a.arrived_at, a.ended_at)
                  OR a.departed_at > least(a.arrived_at, a.ended_at)
                  OR a.arrived_at > least(a.controlled_at, a.ended_at)
                  OR a.controlled_at > a.ended_at""",
        ),
        Invariant(
            _("Tidak ada unit yang bertugas di dua tempat."),
            """SELECT u.call_sign || ': ' || count(*) FROM incidents_assignment a
               JOIN agencies_unit u ON u.id = a.unit_id WHERE a.ended_at IS NULL
               GROUP BY u.call_sign HAVING count(*) > 1""",
        ),
        Invariant(
            _("Sebuah unit punya masa siaga yang terbuka tepat selama ia siaga."),
            """SELECT u.call_sign FROM agencies_unit u
               LEFT JOIN agencies_dutyperiod d ON d.unit_id = u.id AND d.ended_at IS NULL
               GROUP BY u.id HAVING count(d.id) <> CASE WHEN u.is_on_duty THEN 1 ELSE 0 END""",
        ),
        Invariant(
            _("Nomor kejadian berurutan tanpa celah dan tidak melebihi pencacah pusat."),
            """SELECT min(number) || '–' || max(number) || ': ' || count(*) FROM incidents_incident
               HAVING max(number) - min(number) + 1 <> count(*)
                   OR max(number) > (SELECT max(last_number) FROM agencies_centre)""",
        ),
        Invariant(
            _("Laporan yang diteruskan tidak disisihkan, dan panggilannya darurat atau pengaduan."),
            """SELECT 'report:' || r.id FROM calls_report r LEFT JOIN calls_call c ON c.id = r.call_id
               WHERE r.incident_id IS NOT NULL
                 AND (r.discarded_at IS NOT NULL OR c.outcome NOT IN ('emergency', 'complaint'))""",
        ),
        Invariant(
            _("Alasan, tanda, dan rujukan sebuah panggilan sesuai dengan hasilnya."),
            """SELECT 'call:' || c.id FROM calls_call c LEFT JOIN calls_contact k ON k.id = c.referred_to_id
               WHERE (c.outcome_reason <> '' AND c.outcome <> 'prank') OR (c.clues <> '[]' AND c.outcome <> 'silent')
                  OR k.kind <> CASE c.outcome WHEN 'wrong_area' THEN 'neighbour' WHEN 'complaint' THEN 'referral'
                               WHEN 'counselling' THEN 'counselling' ELSE '' END""",
        ),
        Invariant(
            _("Waktu sebuah panggilan berurutan, dan hanya panggilan tak terjawab yang ditutup sebelum dijawab."),
            """SELECT 'call:' || id FROM calls_call
               WHERE answered_at < offered_at OR ended_at < offered_at OR ended_at < answered_at
                  OR (outcome = 'abandoned' AND (answered_at IS NOT NULL OR ended_at IS NULL))""",
        ),
    ]


def violations() -> Iterator[tuple[Invariant, list[str]]]:
    """Each broken invariant with its first offenders."""
    for invariant in invariants():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM ({invariant.sql}) AS offenders LIMIT {MOST_SHOWN}")
            offenders = [str(row[0]) for row in cursor.fetchall()]
        if offenders:
            yield invariant, offenders
