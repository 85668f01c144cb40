"""The wire of the manager interface: bytes cut anywhere, keys with many values, and nothing smuggled into an action."""

from __future__ import annotations

import pytest

from calls.asterisk.wire import LONGEST_LINE, Address, Message, Reader, action, proof

GREETING = b"Asterisk Call Manager/13.0.0\r\n"


def read(data: bytes, size: int = 0) -> list[Message]:
    """What a reader makes of the bytes, whole or in chunks of this size."""
    reader = Reader()
    step = size or len(data)
    return [one for start in range(0, len(data), step) for one in reader.feed(data[start : start + step])]


@pytest.mark.parametrize("size", [0, 1, 2, 3])
def test_a_message_is_the_same_wherever_it_is_cut(size: int) -> None:
    found = read(GREETING + "Event: Newchannel\r\nCallerIDName: Siti: Ibu Ñ\r\n\r\n".encode(), size)
    assert [(one.event, one.get("calleridname")) for one in found] == [("Newchannel", "Siti: Ibu Ñ")]


def test_lines_may_end_without_a_carriage_return_and_blank_lines_may_repeat() -> None:
    found = read(b"Event: A\n\n\n\r\nEvent: B\r\n\r\n")
    assert [one.event for one in found] == ["A", "B"]


def test_a_key_may_come_many_times_and_may_be_empty() -> None:
    (one,) = read(b"Event: VarSet\r\nChanVariable: a=1\r\nChanVariable: b=2\r\nValue: \r\nJunk\r\n\r\n")
    assert one.all("ChanVariable") == ["a=1", "b=2"]
    assert (one.get("ChanVariable"), one.get("Value"), one.get("Nothing"), one.all("Nothing")) == ("a=1", "", "", [])


def test_what_is_no_text_does_no_harm() -> None:
    (one,) = read(b"Event: X\r\nCallerIDName: \xff\x00\xfe\r\n\r\n")
    assert one.get("CallerIDName") == "��"


def test_a_line_without_end_is_dropped_and_the_next_message_is_read() -> None:
    reader = Reader()
    for _chunk in range(3):
        assert reader.feed(b"x" * LONGEST_LINE) == []
    assert len(reader.rest) <= LONGEST_LINE
    assert [one.event for one in reader.feed(b"yz\r\n\r\nEvent: A\r\n\r\n")] == ["A"]


def test_an_action_is_one_message_and_a_value_cannot_begin_another() -> None:
    assert action("Ping") == b"Action: Ping\r\n\r\n"
    assert action("QueueStatus", Queue="112") == b"Action: QueueStatus\r\nQueue: 112\r\n\r\n"
    for value in ("112\r\nAction: Originate", "1\n2", "1\r2"):
        with pytest.raises(ValueError, match="line break"):
            action("QueueStatus", Queue=value)


def test_the_secret_is_proven_and_not_sent() -> None:
    assert proof("840415273", "mysecret") == proof("840415273", "mysecret") != proof("840415274", "mysecret")
    assert "mysecret" not in proof("840415273", "mysecret") and len(proof("1", "2")) == 32


def test_an_address_names_who_and_where_and_whose_callers() -> None:
    found = Address.read("ami://cad:rah%40sia@10.0.0.5/?queue=112&queue=119")
    assert (found.host, found.port, found.user, found.secret) == ("10.0.0.5", 5038, "cad", "rah@sia")
    assert found.queues == {"112", "119"}
    assert "rah" not in repr(found)
    assert Address.read("ami://cad:x@pabx.lan:5039").queues == frozenset()


@pytest.mark.parametrize(
    "url", ["", "pabx", "http://a:rahasia@b", "ami://b/", "ami://a@b", "ami://a:rahasia@b:notaport", "ami://a:r@[::1"]
)
def test_what_is_no_address_is_refused_without_telling_the_secret(url: str) -> None:
    with pytest.raises(ValueError) as refusal:
        Address.read(url)
    assert "rahasia" not in str(refusal.value)
