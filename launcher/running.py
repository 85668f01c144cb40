"""What a running `./run` tells the commands typed beside it: where its servers are."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

NAME = "environment"


@contextmanager
def told(state: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """Keep the environment in the state folder, for its owner only, as long as it is true."""
    path = state / NAME
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps(dict(environment)))
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def environment_of(state: Path) -> dict[str, str]:
    """The environment of the start that works in this folder; empty where none does."""
    try:
        said: dict[str, str] = json.loads((state / NAME).read_text())
    except (OSError, ValueError):
        return {}
    return said
