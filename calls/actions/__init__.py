"""Every way a call and a report can change: what the exchange says, what a call-taker does, what becomes of a draft."""

from calls.actions.answering import answer, hang_up, reveal_caller, take_in_hand
from calls.actions.calling_back import (
    close_call_back,
    close_call_backs,
    note_try,
    release_call_back,
    reopen_call_backs,
    take_call_back,
)
from calls.actions.climbing import climb_ring, end_unheard, take_ring_on
from calls.actions.coding import give_reason, set_outcome, undo_outcome
from calls.actions.commanding import command_exchange, give_up_commands, settle_command, take_command
from calls.actions.conferring import room_heard, rooms_listed
from calls.actions.demoting import approve_demotion, lift_demotion, propose_demotion, refuse_demotion
from calls.actions.ending import end_report, resume_report
from calls.actions.exchange import exchange_heard, exchange_lost, telephone_heard
from calls.actions.handing import add_lines, let_off
from calls.actions.hearing import hear
from calls.actions.joining import attach, detach
from calls.actions.locating import forget_locations, locate
from calls.actions.merging import merge_incidents, split_report, unmerge_incidents
from calls.actions.messaging import claim_reply, note_reply, resend, take_message, write_back
from calls.actions.protocols import approve_protocol, publish_protocol
from calls.actions.putting_down import put_down
from calls.actions.recording import (
    await_recording,
    claim_recording,
    free_recording,
    hear_recording,
    hold_recording,
    keep_recording,
    miss_recording,
    remove_recording,
    seek_recording,
)
from calls.actions.reporting import discard, forward, reveal_reporter, save_draft, start_report
from calls.actions.seeing import see_draft
from calls.actions.waiting import follow, unfollow

__all__ = [
    "add_lines",
    "answer",
    "approve_demotion",
    "approve_protocol",
    "attach",
    "await_recording",
    "claim_recording",
    "claim_reply",
    "climb_ring",
    "close_call_back",
    "close_call_backs",
    "command_exchange",
    "detach",
    "discard",
    "end_report",
    "end_unheard",
    "exchange_heard",
    "exchange_lost",
    "follow",
    "forget_locations",
    "forward",
    "free_recording",
    "give_reason",
    "give_up_commands",
    "hang_up",
    "hear",
    "hear_recording",
    "hold_recording",
    "keep_recording",
    "let_off",
    "lift_demotion",
    "locate",
    "merge_incidents",
    "miss_recording",
    "note_reply",
    "note_try",
    "propose_demotion",
    "publish_protocol",
    "put_down",
    "refuse_demotion",
    "release_call_back",
    "remove_recording",
    "reopen_call_backs",
    "resend",
    "resume_report",
    "reveal_caller",
    "reveal_reporter",
    "room_heard",
    "rooms_listed",
    "save_draft",
    "see_draft",
    "seek_recording",
    "set_outcome",
    "settle_command",
    "split_report",
    "start_report",
    "take_call_back",
    "take_command",
    "take_in_hand",
    "take_message",
    "take_ring_on",
    "telephone_heard",
    "undo_outcome",
    "unfollow",
    "unmerge_incidents",
    "write_back",
]
