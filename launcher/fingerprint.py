"""What changes when any of some files changes: how a start knows which of its work is done already."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(*folders: Path, besides: Iterable[Path] = ()) -> str:
    """One word for the files below these folders, by name, size and time, and for the content of some besides."""
    digest = hashlib.sha256()
    for path in besides:
        digest.update(path.read_bytes())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix != ".pyc" and path.is_file():
                about = path.stat()
                digest.update(f"{path} {about.st_size} {about.st_mtime_ns}\n".encode())
    return digest.hexdigest()
