"""Whether the books add up: each invariant is a sentence and the query that finds the rows breaking it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.apps import apps
from django.db import connection
from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calls.ends import REASONS
from incidents.models import Assignment
from journal.models import Journaled
from reporting import attachment_books, recording_books

MOST_SHOWN = 20


@dataclass(frozen=True)
class Invariant:
    """What must always hold; `sql`, or `find` where no query can tell, answers the offenders, one text each."""

    sentence: str | Promise
    sql: str = ""
    find: Callable[[], Iterator[str]] | None = None

    def offenders(self) -> list[str]:
        """The first of those that break it."""
        if self.find:
            return list(islice(self.find(), MOST_SHOWN))
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM ({self.sql}) AS offenders LIMIT {MOST_SHOWN}")
            return [str(row[0]) for row in cursor.fetchall()]


def units_at_two_emergencies() -> Iterator[str]:
    """The units that two emergencies hold at once; the actions ask the same before they send one."""
    holding = Assignment.objects.holding().exclude(unit=None).order_by("unit__call_sign").values("unit__call_sign")
    for row in holding.annotate(many=Count("pk")).filter(many__gt=1):
        yield f"{row['unit__call_sign']}: {row['many']}"


# A clock runs as long as what stops it has not happened, it has not run out already, and a standard speaks of it.
RUNNING = """
    SELECT i.id, i.version, c.clock FROM incidents_incident i
    CROSS JOIN (VALUES ('tell'), ('arrive'), ('finish')) AS c (clock)
    WHERE i.closed_at IS NULL AND NOT i.is_area_event
      AND NOT EXISTS (
        SELECT 1 FROM incidents_assignment a WHERE a.incident_id = i.id AND CASE c.clock
          WHEN 'tell' THEN a.state NOT IN ('declined', 'recalled')
          WHEN 'arrive' THEN a.arrived_at IS NOT NULL ELSE a.state = 'done' END)
      AND NOT EXISTS (
        SELECT 1 FROM incidents_escalation e
        WHERE e.incident_id = i.id AND e.assignment_id IS NULL AND e.clock = c.clock)
      AND EXISTS (
        SELECT 1 FROM incidents_standard s WHERE s.clock = c.clock
          AND s.valid_from <= CASE c.clock WHEN 'tell' THEN greatest(i.forwarded_at, (
            SELECT max(a.ended_at) FROM incidents_assignment a WHERE a.incident_id = i.id)) ELSE i.reported_at END
          AND s.track IN ('', i.track) AND (s.priority IS NULL OR s.priority = i.priority)
          AND (s.category_id IS NULL OR s.category_id = i.category_id))
"""

# What one more key may have added to a call is of its outcome's list.
REASONED = " OR ".join(
    f"(c.outcome = '{outcome}' AND c.outcome_reason = ANY ('{{{','.join(known.values)}}}'))"
    for outcome, known in REASONS.items()
)

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
            _("Kejadian yang digabung menunjuk kejadian lain, tanpa isi sendiri, dan tercatat pada kedua jurnal."),
            """SELECT 'incident:' || i.id FROM incidents_incident i
               LEFT JOIN incidents_incident t ON t.id = i.merged_into_id
               WHERE i.outcome = 'merged' AND (t.id IS NULL OR t.reported_at > i.reported_at
                 OR EXISTS (SELECT 1 FROM calls_report r WHERE r.incident_id = i.id)
                 OR EXISTS (SELECT 1 FROM incidents_assignment a WHERE a.incident_id = i.id)
                 OR NOT EXISTS (SELECT 1 FROM incidents_merger m WHERE m.source_id = i.id AND m.target_id = t.id
                   AND m.undone_at IS NULL AND m.merged_at = i.closed_at)
                 OR NOT EXISTS (SELECT 1 FROM journal_entry e WHERE e.subject = 'incident:' || i.id
                   AND e.verb = 'merged' AND e.happened_at = i.closed_at)
                 OR NOT EXISTS (SELECT 1 FROM journal_entry e WHERE e.subject = 'incident:' || t.id
                   AND e.verb = 'absorbed' AND e.happened_at = i.closed_at AND (e.facts ->> 'of')::bigint = i.id))""",
        ),
        Invariant(
            _("Rantai penggabungan berakhir pada kejadian yang tidak digabung."),
            """WITH RECURSIVE chain (id, at, steps) AS (
                 SELECT id, merged_into_id, 1 FROM incidents_incident WHERE merged_into_id IS NOT NULL
                 UNION ALL SELECT c.id, i.merged_into_id, c.steps + 1 FROM chain c
                 JOIN incidents_incident i ON i.id = c.at WHERE i.merged_into_id IS NOT NULL AND c.steps < 1000)
               SELECT 'incident:' || id FROM chain WHERE steps >= 1000""",
        ),
        Invariant(
            _("Bagian dari sebuah kejadian tidak punya bagian sendiri, dan kejadian yang digabung tidak punya bagian."),
            """SELECT 'incident:' || p.id FROM incidents_incident p
               WHERE (p.parent_id IS NOT NULL OR p.merged_into_id IS NOT NULL)
                 AND EXISTS (SELECT 1 FROM incidents_incident i WHERE i.parent_id = p.id)""",
        ),
        Invariant(
            _("Lonjakan yang menyala dipimpin satu kejadian wilayah yang terbuka; yang mati punya rangkuman."),
            """SELECT 'surge:' || s.id FROM incidents_surge s LEFT JOIN incidents_incident i ON i.id = s.incident_id
               WHERE (s.stage = 'on' AND (i.closed_at IS NOT NULL OR NOT i.is_area_event))
                  OR (s.stage = 'off' AND s.summary IS NULL)""",
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
               WHERE e.raised_by_id IS NULL GROUP BY e.id HAVING count(t.id) <> 1""",
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
            _("Yang dicadangkan menunggu kejadian terbuka, dan belum ditugaskan ke kejadian itu."),
            """SELECT 'incident:' || i.id || ' reservation ' || r.id FROM incidents_reservation r
               JOIN incidents_incident i ON i.id = r.incident_id
               WHERE r.ended_at IS NULL AND (i.closed_at IS NOT NULL OR EXISTS (
                 SELECT 1 FROM incidents_assignment a WHERE a.incident_id = i.id AND a.agency_id = r.agency_id
                   AND a.unit_id IS NOT DISTINCT FROM r.unit_id AND a.ended_at IS NULL))""",
        ),
        Invariant(
            _("Cadangan yang belum diingatkan punya tepat satu janji pada jam yang paling awal, yang lain tidak."),
            f"""SELECT coalesce(r.subject, t.subject) FROM (
                  SELECT 'incident:' || incident_id AS subject, min(remind_at) AS due FROM incidents_reservation
                  WHERE ended_at IS NULL AND reminded_at IS NULL AND remind_at IS NOT NULL GROUP BY incident_id) r
                FULL JOIN (SELECT t.subject, min(due_at) AS due, count(*) AS many FROM journal_timer t
                  WHERE {PENDING} AND t.kind = 'remind' GROUP BY t.subject) t ON r.subject = t.subject
                WHERE t.many IS DISTINCT FROM 1 OR r.due IS DISTINCT FROM t.due""",
        ),
        Invariant(
            _("Pesan ke unit hanya untuk instansi yang ditugaskan ke kejadian itu."),
            """SELECT 'incident:' || m.incident_id || ' message ' || m.id FROM incidents_unitmessage m
               WHERE NOT EXISTS (SELECT 1 FROM incidents_assignment a
                 WHERE a.incident_id = m.incident_id AND a.agency_id = m.agency_id)""",
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
            _("Tidak ada unit yang bertugas di dua keadaan darurat."),
            find=units_at_two_emergencies,
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
            f"""SELECT 'call:' || c.id FROM calls_call c LEFT JOIN calls_contact k ON k.id = c.referred_to_id
               WHERE (c.outcome_reason <> '' AND NOT ({REASONED})) OR (c.clues <> '[]' AND c.outcome <> 'silent')
                  OR k.kind <> CASE c.outcome WHEN 'wrong_area' THEN 'neighbour' WHEN 'complaint' THEN 'referral'
                               WHEN 'counselling' THEN 'counselling' ELSE '' END""",
        ),
        Invariant(
            _("Waktu sebuah panggilan berurutan, dan hanya panggilan tak terjawab yang ditutup sebelum dijawab."),
            """SELECT 'call:' || id FROM calls_call
               WHERE answered_at < offered_at OR ended_at < offered_at OR ended_at < answered_at
                  OR requeued_at < answered_at OR reanswered_at < answered_at
                  OR (requeued_at IS NOT NULL AND answered_at IS NULL)
                  OR (outcome = 'abandoned' AND (ended_at IS NULL OR (
                      answered_at IS NOT NULL AND (requeued_at IS NULL OR reanswered_at >= requeued_at))))""",
        ),
        Invariant(
            _("Setiap permintaan mendengar rekaman tercatat di jurnal."),
            """SELECT 'recording:' || h.recording_id FROM calls_hearing h WHERE NOT EXISTS (
                 SELECT 1 FROM journal_entry e WHERE e.subject = 'recording:' || h.recording_id AND e.verb = 'heard'
                   AND e.facts ->> 'hearing' = h.id::text AND e.actor_id = h.heard_by_id)""",
        ),
        Invariant(
            _("Setiap rekaman yang tersimpan punya berkas sepanjang yang tercatat, dan berkas itu dapat dibuka."),
            find=recording_books.unsound,
        ),
        Invariant(_("Tidak ada berkas rekaman tanpa rekaman yang tersimpan."), find=recording_books.strays),
        Invariant(
            _("Setiap lampiran yang tersimpan punya berkas sepanjang yang tercatat, dan berkas itu dapat dibuka."),
            find=attachment_books.unsound,
        ),
        Invariant(_("Tidak ada berkas lampiran tanpa lampiran yang tersimpan."), find=attachment_books.strays),
        Invariant(
            _("Percakapan pesan dimulai oleh pelapor, dan panggilan suara tidak berisi pesan."),
            """SELECT 'call:' || c.id FROM calls_call c LEFT JOIN LATERAL (
                 SELECT direction FROM calls_message WHERE call_id = c.id ORDER BY id LIMIT 1) f ON true
               WHERE CASE c.channel WHEN 'voice' THEN f.direction IS NOT NULL ELSE f.direction IS DISTINCT FROM 'in' END
            """,
        ),
        Invariant(
            _("Panggilan yang berdering dijanjikan naik ke supervisor sekali saja, yang lain tidak."),
            """SELECT t.subject FROM journal_timer t LEFT JOIN calls_call c ON t.subject = 'call:' || c.id
               WHERE t.kind = 'ring' AND t.fired_at IS NULL AND t.cancelled_at IS NULL
               GROUP BY t.subject, c.id
               HAVING count(*) > 1 OR c.id IS NULL OR c.ended_at IS NOT NULL OR c.climbed_at IS NOT NULL
                  OR (c.answered_at IS NOT NULL AND (c.requeued_at IS NULL OR c.reanswered_at >= c.requeued_at))""",
        ),
        Invariant(
            _("Setiap lokasi penelepon milik satu panggilan meninggalkan satu catatan di jurnalnya."),
            """SELECT 'location:' || l.id FROM calls_callerlocation l
               LEFT JOIN journal_entry e ON e.subject = 'call:' || l.call_id AND e.verb = 'located'
                 AND (e.facts ->> 'location')::bigint = l.id
               WHERE l.call_id IS NOT NULL GROUP BY l.id HAVING count(e.id) <> 1""",
        ),
    ]


THOROUGH = Invariant(
    _("Suara setiap rekaman yang tersimpan masih sama dengan yang diambil (SHA-256)."), find=recording_books.altered
)


def violations(*, is_thorough: bool = False) -> Iterator[tuple[Invariant, list[str]]]:
    """Each broken invariant with its first offenders; thorough also reads every recording."""
    for invariant in [*invariants(), *([THOROUGH] if is_thorough else [])]:
        if offenders := invariant.offenders():
            yield invariant, offenders
