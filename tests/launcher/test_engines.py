"""Which Chromium and which Node the checks use on which machine."""

import os
import subprocess
from pathlib import Path

import pytest

from launcher import engines
from launcher.refusal import Refusal


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine on which nothing is installed but what the test puts there."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return folder


def put(folder: Path, name: str, says: str = "") -> str:
    """A program that says something; its path."""
    program = folder / name
    program.write_text(f"#!/bin/sh\necho {says}\n")
    program.chmod(0o755)
    return str(program)


def test_the_chromium_of_the_environment_comes_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(path, "chromium")
    monkeypatch.setenv("CHROMIUM", "/opt/chrome")
    assert engines.chromium() == "/opt/chrome"


def test_any_browser_of_the_family_will_do(path: Path) -> None:
    chrome = put(path, "google-chrome")
    assert engines.chromium() == chrome
    engines.install_missing(path)


def test_without_a_browser_an_ordinary_user_is_told_the_command(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(Refusal, match="sudo apt-get install -y chromium-headless-shell fonts-liberation "):
        engines.install_missing(path)


def test_root_gets_what_playwrights_node_needs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(path, "chromium")
    broken = put(path, "node-of-playwright", "cannot open shared object file")
    (path / "apt-get").write_text(
        f'#!/bin/sh\necho "$@" >>{tmp_path}/asked\nprintf "#!/bin/sh\\necho v26.0.0\\n" >{broken}\n'
    )
    (path / "apt-get").chmod(0o755)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(engines, "_playwright_node", lambda: broken)
    monkeypatch.setenv("PATH", f"{path}:/usr/bin:/bin")
    engines.install_missing(tmp_path)
    assert (tmp_path / "asked").read_text().splitlines()[-1].endswith("--no-install-recommends libatomic1")


def test_a_recent_node_of_the_machine_is_used(path: Path) -> None:
    node = put(path, "node", "v20.1.0")
    assert engines.node() == node


@pytest.mark.parametrize("version", ["v18.19.0", "unknown"])
def test_an_old_node_gives_way_to_the_one_that_playwright_brings(path: Path, version: str) -> None:
    put(path, "node", version)
    found = engines.node()
    assert "playwright" in found
    done = subprocess.run([found, "--version"], capture_output=True, text=True, check=True)
    assert int(done.stdout.lstrip("v").split(".")[0]) >= engines.OLDEST_NODE
