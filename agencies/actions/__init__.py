"""What changes who can help: watches, units on and off duty, members, machine tokens, where units are."""

from agencies.actions.placing import (
    forget_positions,
    share_position,
    take_positions,
    tell_own_position,
)
from agencies.actions.standing import (
    change_member,
    keep_token,
    pause,
    put_on_duty,
    revoke_token,
    set_theme,
    sign_off,
    sign_on,
    take_off_duty,
    tell_beds,
    tick_handover,
    write_handover,
)

__all__ = [
    "change_member",
    "forget_positions",
    "keep_token",
    "pause",
    "put_on_duty",
    "revoke_token",
    "set_theme",
    "share_position",
    "sign_off",
    "sign_on",
    "take_off_duty",
    "take_positions",
    "tell_beds",
    "tell_own_position",
    "tick_handover",
    "write_handover",
]
