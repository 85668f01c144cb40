"""A reporter who asked that his identity be kept: which rows say so, who may still be shown him.

His name, relation and numbers are then on no page, sheet or list. The desk, and whoever took his report, open them one
by one with a reason, like any masked data; an agency never sees a reporter.
"""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from agencies.permissions import standing
from calls.models import Call, Report

# Of calls: somebody who reported in it, or when he was called back, asked for it.
HIDDEN = Q(report__hides_reporter=True) | Q(call_back__report__hides_reporter=True)


def hides_caller(call: Call) -> bool:
    """What `HIDDEN` asks of rows; read calls with `report` and `call_back__report`."""
    back = getattr(call, "call_back", None)
    told = [getattr(call, "report", None), back and back.report]
    return any(report.hides_reporter for report in told if report)


def may_see(report: Report, user: User) -> bool:
    """Whether this person may be shown who reported, with a reason."""
    return not report.hides_reporter or report.taken_by_id == user.pk or standing(user).is_desk


def refuse_unconcerned(report: Report, actor: User) -> None:
    """Whoever need not ring a hidden reporter is not shown him, whatever his reason."""
    if not may_see(report, actor):
        raise ValidationError(
            _("Pelapor meminta identitasnya dirahasiakan. Mintalah dispatcher atau supervisor membukanya."),
            code="hidden",
        )
