"""What is started: everything, but for what was left out and what needs a variable that is not set."""

from launcher import plan


def names(environment: dict[str, str], *left_out: str) -> list[str]:
    """The processes of a start, by name."""
    return [row.name for row in plan.wanted(environment, left_out=left_out)]


def test_the_exchange_is_listened_to_only_where_one_is_named() -> None:
    assert names({}) == ["worker", "web", "beat", "evening"]
    assert names({"ASTERISK_URL": ""}) == names({})
    assert names({"ASTERISK_URL": "ami://cad:x@pabx/"}) == ["worker", "web", "beat", "exchange", "evening"]


def test_what_is_left_out_is_not_started() -> None:
    assert names({}, plan.EVENING) == ["worker", "web", "beat"]


def test_a_telephone_line_that_keeps_dying_does_not_stop_the_centre() -> None:
    (row,) = [row for row in plan.PROCESSES if row.name == "exchange"]
    assert row.is_optional and not row.is_demo
