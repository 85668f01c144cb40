/** Cards as the server sends them, with only what a test cares about. */

export const NOW = Date.parse("2025-12-13T13:47:36Z");

/** An instant so many seconds before (negative: after) now. */
export const ago = (seconds) => new Date(NOW - seconds * 1000).toISOString();

export function incident(id, more = {}) {
  return {
    kind: "incident",
    id,
    version: 1,
    number: 1000 + id,
    short: `#${1000 + id}`,
    track: "emergency",
    priority: 2,
    stage: "unassigned",
    alarm: 1,
    reported_at: ago(60),
    closed_at: null,
    clock: null,
    area: "",
    chips: [],
    handlers: [],
    assignments: [],
    escalations: [],
    reservations: [],
    promised_at: null,
    ...more,
  };
}

export const clock = (left, stopped_at = null) => ({ name: "arrive", started_at: ago(420 - left), due_at: ago(-left), stopped_at });

export function assignment(id, more = {}) {
  return {
    id,
    agency: "DMK",
    agency_name: "Damkar",
    unit: "DMK-01",
    unit_id: 1,
    state: "notified",
    level: 0,
    ended_at: null,
    verbs: ["accept", "decline", "depart", "arrive", "recall"],
    ...more,
  };
}

export const unit = (id, call_sign, more = {}) => ({
  kind: "unit",
  id,
  version: 0,
  call_sign,
  agency: call_sign.split("-")[0],
  is_on_duty: true,
  ...more,
});
