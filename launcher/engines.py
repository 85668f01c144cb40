"""The two programs that ./test needs beside Python: a Chromium for the journeys, a Node for the JavaScript."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from launcher.children import Child
from launcher.refusal import Refusal
from launcher.say import Steps
from launcher.stopping import pause
from launcher.waiting import complaint

# Debian's headless shell first: the same engine without a window for each of the people of a journey.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OLDEST_NODE = 20


def install_missing(state: Path) -> None:
    """Install what the machine lacks, if we are root on Debian; else Refusal with the command to give."""
    packages = _missing()
    if not packages:
        return
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        hint = " Atau isi CHROMIUM dengan letak Chromium atau Chrome yang sudah ada." if chromium() is None else ""
        raise Refusal(f"Belum lengkap. Jalankan: sudo apt-get install -y {' '.join(packages)}   lalu ulangi.{hint}")
    _install(packages, state)
    if still := _missing():
        raise Refusal(f"Sudah dipasang tetapi belum dapat dipakai: {' '.join(still)}. Isi CHROMIUM bila ada yang lain.")


def chromium() -> str | None:
    """The path of a Chromium: the one of CHROMIUM, else the machine's; None if there is none."""
    return os.environ.get("CHROMIUM") or next((path for path in map(shutil.which, BROWSERS) if path), None)


def node() -> str:
    """The path of a Node of version 20 or newer: the machine's, else the one that Playwright brings."""
    ours = shutil.which("node")
    return ours if ours and _version(ours) >= OLDEST_NODE else _playwright_node()


def _missing() -> list[str]:
    """The Debian packages that are wanted, with a font: without any, every text in a picture is a row of boxes."""
    packages = [] if chromium() else ["chromium-headless-shell", "fonts-liberation"]
    # Playwright runs on the Node that it brings, which wants a library that a bare Debian has not.
    return packages if _version(_playwright_node()) else [*packages, "libatomic1"]


def _install(packages: list[str], state: Path) -> None:
    install = f"apt-get update -q && apt-get install -q -y --no-install-recommends {' '.join(packages)}"
    child = Child("apt", ["sh", "-c", install], state, {"DEBIAN_FRONTEND": "noninteractive"})
    steps = Steps(1)
    with steps.step(", ".join(packages), done="terpasang"):
        child.spawn()
        try:
            while child.is_alive():
                steps.tick(child.last_line())
                pause(0.2)
            if child.code() != 0:
                raise Refusal(complaint(child, "Paket Debian tidak dapat dipasang; periksa sambungan internet."))
        finally:
            child.stop()


def _playwright_node() -> str:
    spec = importlib.util.find_spec("playwright")
    if spec is None or spec.origin is None:
        raise Refusal("Playwright belum terpasang. Jalankan ./test, yang memasangnya lebih dulu.")
    return str(Path(spec.origin).parent / "driver" / "node")


def _version(program: str) -> int:
    """The major version of a Node, 0 if it does not run."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return 0
    major = done.stdout.strip().lstrip("v").split(".")[0]
    return int(major) if major.isdecimal() else 0
