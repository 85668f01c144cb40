"""The live screens of one server process, for every test that watches them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.journal.screens import Screens


@pytest.fixture
def screens(transactional_db: None) -> Iterator[Screens]:
    """The live screens of one server process."""
    found = Screens()
    yield found
    found.stop()
