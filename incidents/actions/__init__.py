"""Every way an incident can change: how it opens, how agencies answer, how it ends, what its clocks do."""

from incidents.actions.alarms import set_alarm
from incidents.actions.attaching import attach, detach, expire_attachment, look_at
from incidents.actions.clockwork import acknowledge, breach, climb
from incidents.actions.closing import close, reopen
from incidents.actions.escalating import escalate
from incidents.actions.intake import change, note, open_incident
from incidents.actions.joining import join, part
from incidents.actions.linking import link, unlink
from incidents.actions.merging import merge, unmerge
from incidents.actions.messaging import read_message, send_message
from incidents.actions.moving import reassign, undo_reassign
from incidents.actions.plans import approve_plan, publish_plan, restore_plan, withdraw_plan
from incidents.actions.reserving import release_reservation, remind, reserve, set_reminder
from incidents.actions.response import assign, progress
from incidents.actions.surging import (
    attach_to_surge,
    dismiss_surge,
    end_surge,
    propose_surge,
    set_alert,
    start_surge,
    tell_count,
)
from incidents.actions.undoing import undo_alarm, undo_assign, undo_close, undo_step

__all__ = [
    "acknowledge",
    "approve_plan",
    "assign",
    "attach",
    "attach_to_surge",
    "breach",
    "change",
    "climb",
    "close",
    "detach",
    "dismiss_surge",
    "end_surge",
    "escalate",
    "expire_attachment",
    "join",
    "link",
    "look_at",
    "merge",
    "note",
    "open_incident",
    "part",
    "progress",
    "propose_surge",
    "publish_plan",
    "read_message",
    "reassign",
    "release_reservation",
    "remind",
    "reopen",
    "reserve",
    "restore_plan",
    "send_message",
    "set_alarm",
    "set_alert",
    "set_reminder",
    "start_surge",
    "tell_count",
    "undo_alarm",
    "undo_assign",
    "undo_close",
    "undo_reassign",
    "undo_step",
    "unlink",
    "unmerge",
    "withdraw_plan",
]
