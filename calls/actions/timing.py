"""How far the clock of an exchange that speaks over HTTP is behind ours: measured by its words, used when sure."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth.models import User

from calls.listened import SwitchClock
from calls.models import Call

# Nobody lets it ring for so long: a ring that is told so late is no wait that anybody here could have ended.
OFF_BY = timedelta(minutes=5)
# A word that is less late than this is told by a clock that is right.
IN_TIME = timedelta(seconds=10)


def behind(account: User | None, said: datetime, at: datetime) -> timedelta:
    """Weigh one word of a machine account; answers by how much its clock is surely behind; inside hear()'s transaction.

    A clock that is wrong is wrong by the same in every word; one word in time shows that it is right.
    """
    if account is None:
        return timedelta(0)
    late = at - said
    if late < IN_TIME:
        SwitchClock.objects.filter(account=account).delete()
        return timedelta(0)
    row, _created = SwitchClock.objects.select_for_update().get_or_create(
        account=account, defaults={"behind": late, "since": at, "heard_at": at, "words": 0}
    )
    row.weigh(late, at)
    row.save(update_fields=["behind", "since", "heard_at", "words"])
    return row.behind if row.is_sure else timedelta(0)


def told_late(call: Call, at: datetime, received: datetime, *, is_again: bool) -> list[str]:
    """A ring, the first or once more, that is told minutes late counts from then, in the queue and for climbing.

    An exchange that we listen to is read as it happens; what its list tells after a gap has rung so long indeed.
    """
    since = received if received - at >= OFF_BY else None
    if call.exchange_id or (call.version and not is_again) or not call.is_ringing or call.rings_since == since:
        return []
    call.rings_since = since
    return ["rings_since"]
