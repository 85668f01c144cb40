"""A small exchange with conference rooms: who talks to whom, who goes into a room, who is rung and lifts."""

from __future__ import annotations

from calls.asterisk.wire import Message
from tests.calls.recordings import said
from tests.calls.small_exchange import SmallExchange

# Where the dialplan of docs/production.md leads: extension to the one who goes into the room.
WAYS = ("caller", "desk", "third")


class ExchangeWithRooms(SmallExchange):
    """Behaves as the dialplan of docs/production.md: a caller is put out of a room that nobody of the staff is in."""

    def __init__(self) -> None:
        """Nobody talks."""
        super().__init__()
        self.names: dict[str, str] = {}
        self.bridges: dict[str, str] = {}
        self.ways: dict[str, str] = {}
        self.rung: list[Message] = []
        self.next = 900

    def talk(self, caller: str, desk: str, telephone: str) -> None:
        """These two channels are on one bridge; the desk's is that of this telephone."""
        self.waiting = []
        self.names |= {caller: "PJSIP/trunk-00000001", desk: f"PJSIP/{telephone}-0000000a"}
        self.bridges |= {caller: "bridge-1", desk: "bridge-1"}
        self.channels = list(self.names)

    def answer(self, action: Message) -> bytes:
        """As any exchange; what is obeyed has its effect, which is told after the answer."""
        words = super().answer(action)
        if not words.startswith(b"Response: Success"):
            return words
        effect = {"Redirect": self.redirected, "Originate": self.originated, "Hangup": self.put_down}
        act = effect.get(action.get("Action"))
        if action.get("Action") == "Hangup" and action.get("Channel") not in self.names:
            return words.replace(b"Response: Success", b"Response: Error").replace(
                b"\r\n\r\n", b"\r\nMessage: No such channel\r\n\r\n"
            )
        return words + (act(action) if act else b"")

    def redirected(self, action: Message) -> bytes:
        """One or two channels go elsewhere; whoever is left on a plain bridge is hung up by the exchange."""
        moved = self.goes(action.get("Channel"), action.get("Exten"))
        if action.get("ExtraChannel"):
            return moved + self.goes(action.get("ExtraChannel"), action.get("ExtraExten"))
        return moved

    def goes(self, uid: str, exten: str) -> bytes:
        """A channel leaves where it is, and comes into a room if its new place is one."""
        left = self.out(uid)
        way = next((one for one in WAYS if exten.startswith(one)), "")
        if not way:
            self.bridges.pop(uid, None)
            return left
        return left + self.comes_in(uid, way, f"cad{exten.removeprefix(way)}")

    def comes_in(self, uid: str, way: str, room: str) -> bytes:
        """Into a room."""
        self.bridges[uid], self.ways[uid] = room, way
        return said("ConfbridgeJoin", Conference=room, Uniqueid=uid, Channel=self.names[uid])

    def out(self, uid: str) -> bytes:
        """Out of the room it is in."""
        if uid not in self.ways:
            return b""
        del self.ways[uid]
        room = self.bridges.pop(uid)
        return said("ConfbridgeLeave", Conference=room, Uniqueid=uid, Channel=self.names[uid]) + self.emptied(room)

    def emptied(self, room: str) -> bytes:
        """`end_marked`: without desk and third the caller is put out, and hung up."""
        inside = {uid: way for uid, way in self.ways.items() if self.bridges[uid] == room}
        is_alone = list(inside.values()) == ["caller"]
        return self.hangs_up(next(iter(inside))) if is_alone else b""

    def originated(self, action: Message) -> bytes:
        """A telephone is rung; what comes of it is told later."""
        self.rung.append(action)
        return b""

    def put_down(self, action: Message) -> bytes:
        """A channel is hung up by command."""
        return self.hangs_up(action.get("Channel"))

    def hangs_up(self, uid: str) -> bytes:
        """A channel is gone."""
        left = self.out(uid)
        self.bridges.pop(uid, None)
        self.names.pop(uid, None)
        self.channels = list(self.names)
        return left + said("Hangup", Uniqueid=uid)

    def third_lifts(self) -> str:
        """The telephone rung last is lifted; answers its channel."""
        asked = self.rung.pop()
        self.next += 1
        uid = f"1795341286.{self.next}"
        self.names[uid] = f"{asked.get('Channel').removesuffix('/n')}-0000000{self.next % 10};1"
        self.channels = list(self.names)
        self.tell(
            said("OriginateResponse", ActionID=asked.get("ActionID"), Response="Success", Uniqueid=uid),
            self.comes_in(uid, "third", f"cad{asked.get('Exten').removeprefix('third')}"),
        )
        return uid

    def third_does_not_lift(self) -> None:
        """The telephone rung last is not lifted."""
        asked = self.rung.pop()
        self.tell(said("OriginateResponse", ActionID=asked.get("ActionID"), Response="Failure", Reason="3"))

    def leaves(self, uid: str) -> None:
        """Somebody puts his telephone down."""
        self.tell(self.hangs_up(uid))

    def listed(self, name: str, action_id: str) -> bytes:
        """Channels with the bridge they are on and the room they are in."""
        if name != "CoreShowChannels":
            return super().listed(name, action_id)
        rows = [self.row(uid, action_id) for uid in self.channels]
        return b"".join(rows) + said("CoreShowChannelsComplete", ActionID=action_id)

    def row(self, uid: str, action_id: str) -> bytes:
        """One channel of the list."""
        bridge = self.bridges.get(uid, "")
        room = {"Application": "ConfBridge", "ApplicationData": f"{bridge},,staff"} if uid in self.ways else {}
        return said(
            "CoreShowChannel",
            ActionID=action_id,
            Uniqueid=uid,
            Channel=self.names.get(uid, ""),
            BridgeId=bridge,
            **room,
        )
