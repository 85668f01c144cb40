"""The callers of the evening, and the call-taker who answers where no other does."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from calls import actions
from calls.actions.hearing import SwitchEvent, hear
from calls.book import Contact
from calls.ends import CONTACTS_OF, NEEDS_RECEIPT
from calls.models import Call, Report
from calls.thread import Channel
from demo.evening import FOR_THE_VISITOR, Evening, Presence, attempt
from demo.plans import ABANDONED, CallPlan, Said

PLACE = ("place_text", "landmark", "area", "lat", "lng")
PATIENCE = (70, 150)  # seconds a caller lets it ring before he gives up
TALK = timedelta(seconds=180)  # how long a caller stays on the line with a visitor


def play(evening: Evening, presence: Presence, moment: datetime) -> None:
    """Let the telephones ring that are due, then look after every call that is not over."""
    ring(evening, moment)
    for call in (
        Call.objects.unfinished().filter(is_simulated=True, channel=Channel.VOICE).select_related("answered_by")
    ):
        attend(evening, presence, call, moment)


def ring(evening: Evening, moment: datetime) -> None:
    """Each call whose time has come; after a pause those that were missed are skipped, not made up for."""
    while True:
        plan = evening.upcoming or next(evening.calls, None)
        evening.upcoming = plan
        if plan is None or plan.at > moment:
            return
        evening.upcoming = None
        if moment - plan.at < timedelta(seconds=30):
            key = f"malam-{evening.seed}-{plan.at:%Y%m%dT%H%M%S%f}"
            evening.plans[key] = plan
            hear(ringing_event(plan, key, moment), actor=None)


def ringing_event(plan: CallPlan, key: str, moment: datetime) -> SwitchEvent:
    """What the exchange says of it."""
    return SwitchEvent(
        event="ringing",
        call_id=key,
        at=moment,
        identity=plan.identity,
        value=plan.value,
        dialled=plan.dialled,
        transferred_from=plan.transferred_from,
        is_simulated=True,
    )


def attend(evening: Evening, presence: Presence, call: Call, moment: datetime) -> None:
    """What is due about one call."""
    plan = evening.plans.get(call.switch_id)
    if call.answered_at is None:
        answer_or_give_up(evening, presence, call, plan, moment)
    elif call.answered_by_id == evening.person.pk:
        talk(evening, call, plan, moment)
    elif call.ended_at is None and moment - call.answered_at > TALK:
        hang_up(call, moment)


def answer_or_give_up(
    evening: Evening, presence: Presence, call: Call, plan: CallPlan | None, moment: datetime
) -> None:
    """Our call-taker answers his part of the calls; the others wait for a visitor until the caller loses patience."""
    rings = moment - call.offered_at
    if call.ended_at is None and plan and plan.is_answered and is_ours(plan, presence):
        if rings >= plan.rings:
            attempt(lambda: actions.answer(call.pk, actor=evening.person))
        return
    patience = evening.draw(call.switch_id, "patience").uniform(*PATIENCE)
    limit = plan.rings if plan and plan.outcome == ABANDONED else timedelta(seconds=patience)
    if call.ended_at is None and rings >= limit:
        hang_up(call, moment)


def is_ours(plan: CallPlan, presence: Presence) -> bool:
    """Every call while no call-taker is on watch, afterwards every other; the visitor's event must reach the board."""
    is_the_event = plan.said is not None and plan.said.category == FOR_THE_VISITOR
    return not presence.call_taker or is_the_event or plan.taker % 2 == 0


def hang_up(call: Call, moment: datetime) -> None:
    """The caller is gone."""
    hear(SwitchEvent("ended", call.switch_id, moment), actor=None)


def talk(evening: Evening, call: Call, plan: CallPlan | None, moment: datetime) -> None:
    """Our call-taker's conversation: code it, write down what is said, hand it over, let the caller go."""
    assert call.answered_at is not None
    since = moment - call.answered_at
    if plan is None:
        # Answered by an earlier run of the simulation, which remembers no more what it was about.
        attempt(lambda: actions.set_outcome(call.pk, "information", actor=evening.person))
        return
    if not call.outcome and since >= plan.coded_after:
        attempt(lambda: actions.set_outcome(call.pk, plan.outcome, actor=evening.person, contact=neighbour(plan)))
    if plan.said:
        take_down(evening, call, plan.said, since)
    if call.ended_at is None and since >= plan.talks:
        hang_up(call, moment)


def neighbour(plan: CallPlan) -> int | None:
    """Whom the book names first for a call of another region's, who always takes it."""
    if plan.outcome != NEEDS_RECEIPT:
        return None
    row = Contact.objects.filter(kind=CONTACTS_OF[plan.outcome], is_active=True).first()
    return row.pk if row else None


def take_down(evening: Evening, call: Call, said: Said, since: timedelta) -> None:
    """The report, as far as the conversation has come."""
    draft = Report.objects.drafts().filter(call=call).first()
    if draft is None:
        return
    if not draft.place_text and since >= said.located_after:
        place: dict[str, Any] = {name: getattr(said, name) for name in PLACE}
        attempt(lambda: actions.save_draft(draft.pk, actor=evening.person, **place))
    if draft.category_id is None and since >= said.classified_after:
        attempt(lambda: actions.save_draft(draft.pk, actor=evening.person, category=said.category))
    if since >= said.sent_after:
        send(evening, draft, said)


def send(evening: Evening, draft: Report, said: Said) -> None:
    """Hand over; one more caller about an event that stands on the board is put aside."""
    if said.response is None:
        attempt(lambda: actions.discard(draft.pk, actor=evening.person))
        return
    words: dict[str, Any] = {"reporter_name": said.name, "relation": said.relation, "words": said.words}
    sent = attempt(lambda: actions.forward(draft.pk, actor=evening.person, **words))
    if sent and sent.incident_id and said.category == FOR_THE_VISITOR:
        evening.reserved.add(sent.incident_id)
