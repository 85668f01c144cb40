"""What a running `./run` tells the commands typed beside it: where its servers are."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

NAME = "environment"
# Without these no command works, and none has a value of its own: secrets come from the environment alone.
NEEDED = ("SECRET_KEY", "DATABASE_URL", "REDIS_URL")


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


def missing_words(environment: Mapping[str, str]) -> str:
    """What to do where a command has not been told what it needs; empty where it has."""
    missing = ", ".join(name for name in NEEDED if name not in environment)
    if not missing:
        return ""
    return (
        f"{missing} belum ada di lingkungan. Jalankan ./run dan tunggu sampai siap, lalu ulangi perintah ini; "
        f"tanpa ./run, setel sendiri {missing}."
    )
