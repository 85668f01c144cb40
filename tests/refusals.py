"""A refusal as every action must give it: for a reason, in Indonesian, and without a trace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from tests.factories import traces


def refused(action: Callable[..., object], *args: Any, **kwargs: Any) -> ValidationError:
    """The action's "not now"; it left nothing behind."""
    before = traces()
    with pytest.raises(ValidationError) as refusal:
        action(*args, **kwargs)
    assert traces() == before
    assert all(refusal.value.messages)
    return refusal.value


def code_of(action: Callable[..., object], *args: Any, **kwargs: Any) -> str | None:
    """The code of the refusal."""
    code: str | None = refused(action, *args, **kwargs).code
    return code


def fields_of(action: Callable[..., object], *args: Any, **kwargs: Any) -> list[str]:
    """The fields that the refusal names."""
    return list(refused(action, *args, **kwargs).message_dict)


def denied(action: Callable[..., object], *args: Any, **kwargs: Any) -> None:
    """The action's "not you"; it left nothing behind."""
    before = traces()
    with pytest.raises(PermissionDenied):
        action(*args, **kwargs)
    assert traces() == before


def refusal(answer: tuple[int, dict[str, Any]]) -> tuple[int, str]:
    """Status and code of an answer over HTTP; a detail in words must be there."""
    assert answer[1]["detail"]
    return answer[0], answer[1]["code"]
