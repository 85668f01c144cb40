"""The two programs that ./test needs beside Python: a Chromium for the journeys, a Node for the JavaScript."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from launcher import say
from launcher.children import Child
from launcher.refusal import Refusal
from launcher.stopping import pause
from launcher.waiting import complaint

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
OLDEST_NODE = 20


def chromium(state: Path) -> str:
    """The path of a Chromium: the one of CHROMIUM, the machine's, or for root one freshly installed."""
    found = os.environ.get("CHROMIUM") or _installed_browser()
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        _install_browser(state)
        found = _installed_browser()
    if not found:
        raise Refusal(
            "Chromium belum ada. Jalankan: sudo apt-get install -y chromium   lalu ulangi, "
            "atau isi CHROMIUM dengan letak Chromium atau Chrome yang sudah ada."
        )
    return found


def node() -> str:
    """The path of a Node of version 20 or newer: the machine's, else the one that Playwright brings."""
    ours = shutil.which("node")
    if ours and _version(ours) >= OLDEST_NODE:
        return ours
    spec = importlib.util.find_spec("playwright")
    if spec is None or spec.origin is None:
        raise Refusal("Node 20 atau lebih baru tidak ditemukan, dan Playwright belum terpasang. Jalankan ./test lagi.")
    return str(Path(spec.origin).parent / "driver" / "node")


def _installed_browser() -> str | None:
    return next((path for path in map(shutil.which, BROWSERS) if path), None)


def _install_browser(state: Path) -> None:
    """Install Debian's, with one font: without any, every text in a picture is a row of boxes."""
    install = "apt-get update -q && apt-get install -q -y --no-install-recommends chromium fonts-liberation"
    child = Child("chromium", ["sh", "-c", install], state, {"DEBIAN_FRONTEND": "noninteractive"})
    steps = say.Steps(1)
    with steps.step("Chromium", done="terpasang"):
        child.spawn()
        try:
            while child.is_alive():
                steps.tick(child.last_line())
                pause(0.2)
            if child.code() != 0:
                raise Refusal(complaint(child, "Chromium tidak dapat dipasang; periksa sambungan internet."))
        finally:
            child.stop()


def _version(program: str) -> int:
    """The major version of a Node, 0 if it does not say."""
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    major = done.stdout.strip().lstrip("v").split(".")[0]
    return int(major) if major.isdecimal() else 0
