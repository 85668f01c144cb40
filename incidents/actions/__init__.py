"""Every way an incident can change: how it opens, how agencies answer, how it ends, what its clocks do."""

from incidents.actions.clockwork import acknowledge, breach, climb
from incidents.actions.closing import close, reopen
from incidents.actions.intake import change, note, open_incident
from incidents.actions.joining import join, part
from incidents.actions.response import assign, progress
from incidents.actions.undoing import undo_assign, undo_close, undo_step

__all__ = [
    "acknowledge",
    "assign",
    "breach",
    "change",
    "climb",
    "close",
    "join",
    "note",
    "open_incident",
    "part",
    "progress",
    "reopen",
    "undo_assign",
    "undo_close",
    "undo_step",
]
