"""Every way a call and a report can change: what the exchange says, what a call-taker does, what becomes of a draft."""

from calls.actions.answering import answer, hang_up, reveal_caller
from calls.actions.calling_back import (
    close_call_back,
    close_call_backs,
    note_try,
    release_call_back,
    take_call_back,
)
from calls.actions.coding import give_reason, set_outcome, undo_outcome
from calls.actions.demoting import approve_demotion, lift_demotion, propose_demotion, refuse_demotion
from calls.actions.exchange import exchange_heard, exchange_lost
from calls.actions.hearing import hear
from calls.actions.joining import attach, detach
from calls.actions.protocols import approve_protocol, publish_protocol
from calls.actions.reporting import discard, forward, reveal_reporter, save_draft, start_report

__all__ = [
    "answer",
    "approve_demotion",
    "approve_protocol",
    "attach",
    "close_call_back",
    "close_call_backs",
    "detach",
    "discard",
    "exchange_heard",
    "exchange_lost",
    "forward",
    "give_reason",
    "hang_up",
    "hear",
    "lift_demotion",
    "note_try",
    "propose_demotion",
    "publish_protocol",
    "refuse_demotion",
    "release_call_back",
    "reveal_caller",
    "reveal_reporter",
    "save_draft",
    "set_outcome",
    "start_report",
    "take_call_back",
    "undo_outcome",
]
