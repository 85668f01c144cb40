"""How the state of an assignment looks on every page: the tone of its chip and its glyph."""

from __future__ import annotations

from incidents.states import State

LOOKS = {
    State.NOTIFIED: ("warn", "hour"),
    State.ACCEPTED: ("info", "check"),
    State.EN_ROUTE: ("info", "go"),
    State.ON_SCENE: ("vio", "pinf"),
    State.CONTROLLED: ("vio", "shield2"),
    State.DONE: ("ok", "check2"),
    State.DECLINED: ("crit", "x"),
    State.RECALLED: ("off", "x"),
}
