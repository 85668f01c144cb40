"""How alarming answers raise the suggested priority."""

import pytest

from calls.raising import Said, suggested


@pytest.mark.parametrize(
    ("default", "answers", "priority"),
    [
        (3, [], 3),
        (3, [("yes", 1, "yes")], 1),
        (3, [("yes", 1, "no"), ("yes", 1, "unknown")], 3),
        (3, [("yes", 2, "yes"), ("no", 1, "no"), ("no", 2, "no")], 1),
        (1, [("yes", 2, "yes")], 1),
        (3, [("", None, "yes"), ("yes", None, "yes")], 3),
    ],
)
def test_the_most_urgent_of_the_kind_and_its_alarming_answers_is_suggested(
    default: int, answers: list[Said], priority: int
) -> None:
    assert suggested(default, answers) == priority
