"""What still runs for a state folder, by what the system itself says."""

from pathlib import Path

from launcher.children import MARK


def living_below(state: Path) -> list[str]:
    """The commands that still run for a state folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words, environment = (process / "cmdline").read_bytes(), (process / "environ").read_bytes()
        except OSError:
            continue
        if words and (str(state).encode() in words or f"{MARK}={state}".encode() in environment):
            found.append(words.decode(errors="replace"))
    return found
