"""What a measurement needs around it: servers of its own, the ground, people on watch, and processes it ends again."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def in_own_python() -> None:
    """Go on in the project's own environment, as `./run --setup-only` made it."""
    python = ROOT / ".venv" / "bin" / "python"
    if not python.exists():
        sys.exit("Jalankan ./run --setup-only lebih dulu.")
    if Path(sys.prefix) != python.parent.parent:
        os.execv(python, [str(python), *sys.argv])
    sys.path.insert(0, str(ROOT))


def free_port() -> int:
    """A loopback port nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


@contextmanager
def servers() -> Iterator[None]:
    """PostgreSQL and Valkey as an installation has them (durable), migrated, with the ground; the environment set."""
    from launcher.servers import both
    from launcher.state import folders

    state = Path(tempfile.mkdtemp(prefix="ntpd112-bench-"))
    try:
        with both(state) as environment:
            os.environ.update(environment, **folders(state), SECRET_KEY=secrets.token_urlsafe(32))
            os.environ["ALLOWED_HOSTS"] = "127.0.0.1"
            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ntpd112.settings")
            for command in (["migrate", "-v", "0"], ["load_ground"], ["demo_people"]):
                subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            yield
    finally:
        shutil.rmtree(state, ignore_errors=True)


@contextmanager
def process(name: str, command: Sequence[str], **settings: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process of the stack for the length of a block; its words go to the error output only if it dies."""
    environment = os.environ | settings
    with tempfile.TemporaryFile() as log:
        child = subprocess.Popen([sys.executable, "-m", *command], cwd=ROOT, env=environment, stdout=log, stderr=log)
        try:
            yield child
        finally:
            if child.poll() is not None:
                log.seek(0)
                sys.stderr.write(f"{name}: {log.read()[-2000:].decode(errors='replace')}\n")
            end(child)


def gunicorn(port: int) -> list[str]:
    """HTTP as docker-compose.yml serves it; to be started with CONN_MAX_AGE=60."""
    return ["gunicorn", "ntpd112.wsgi", "-k", "gthread", "-w", "2", "--threads", "4", "-b", f"127.0.0.1:{port}"]


def daphne(port: int) -> list[str]:
    """The live screens as docker-compose.yml serves them, and the pages too as ./run does."""
    door = ["--endpoint", f"tcp:{port}:interface=127.0.0.1:backlog=1024", "--websocket_connect_timeout", "20"]
    return ["daphne", *door, "ntpd112.asgi:application"]


def uvicorn(port: int) -> list[str]:
    """Another server for the sockets, which only measurements start."""
    plain = [
        "--log-level",
        "warning",
        "--no-access-log",
        "--lifespan",
        "off",
        "--backlog",
        "1024",
        "--ws",
        "websockets-sansio",
    ]
    return ["uvicorn", "ntpd112.asgi:application", "--host", "127.0.0.1", "--port", str(port), *plain]


def end(child: subprocess.Popen[bytes]) -> None:
    """Ask it to stop, then make it."""
    child.terminate()
    try:
        child.wait(15)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def wait_for_http(url: str, seconds: float = 90) -> None:
    """Until the server answers at all."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(url, timeout=2)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(url)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def machine() -> str:
    """What the figures were measured on."""
    model = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        "?",
    )
    return f"{os.cpu_count()} × {model}, Python {sys.version.split()[0]}"
