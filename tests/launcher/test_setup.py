"""The set-up in front of both commands: what it tells whom when something of the machine is missing."""

import subprocess
from pathlib import Path

from launcher import ROOT


def setup(folder: Path, *lines: str) -> subprocess.CompletedProcess[str]:
    """Run lines of shell after the set-up's functions, with a folder of our own as the checkout."""
    (folder / ".tools").mkdir(exist_ok=True)
    script = "\n".join([f'root="{folder}"', f'source "{ROOT}/launcher/setup.sh"', f'cd "{folder}"', *lines])
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script], capture_output=True, text=True, timeout=60, check=False
    )


def test_an_ordinary_user_without_venv_is_told_the_command(tmp_path: Path) -> None:
    done = setup(tmp_path, 'find_python() { [ "$1" = ssl ]; }', "id() { echo 1000; }", "need_python")
    assert done.returncode == 1
    assert "Jalankan: sudo apt-get install -y python3-venv" in done.stderr


def test_an_ordinary_user_without_python_is_told_the_command(tmp_path: Path) -> None:
    done = setup(tmp_path, "find_python() { return 1; }", "id() { echo 1000; }", "need_python")
    assert done.returncode == 1
    assert "sudo apt-get install -y python3 python3-venv" in done.stderr


def test_root_without_venv_gets_it_installed(tmp_path: Path) -> None:
    done = setup(
        tmp_path,
        'find_python() { [ -e "$root/had" ] && echo /usr/bin/python3; }',
        "id() { echo 0; }",
        'apt_install() { echo "$@" >"$root/had"; }',
        'need_python && echo "python=$python"',
    )
    assert (tmp_path / "had").read_text() == "python3 python3-venv\n"
    assert "python=/usr/bin/python3" in done.stdout


def test_the_python_found_is_one_that_we_can_use(tmp_path: Path) -> None:
    done = setup(tmp_path, "find_python 'ssl, ensurepip, venv'")
    python = done.stdout.strip()
    version = subprocess.run(
        [python, "-c", "import sys; print(sys.version_info[:2])"], capture_output=True, text=True, check=True
    )
    assert version.stdout.strip() in {"(3, 11)", "(3, 12)", "(3, 13)"}


def test_a_nearly_full_disk_is_refused(tmp_path: Path) -> None:
    done = setup(tmp_path, "df() { printf 'head\\n/dev/sda1 9 9 1500000 99%% /\\n'; }", "need_disk")
    assert done.returncode == 1
    assert "tinggal 1500 MB, perlu paling sedikit 2 GB" in done.stderr


def test_a_failed_download_is_told_with_what_to_do_and_the_reason(tmp_path: Path) -> None:
    done = setup(tmp_path, "step 'Paket' sh -c 'echo no route to host; exit 1' || fail_download")
    assert done.returncode == 1
    assert "Pesan terakhir: no route to host" in done.stderr
    assert "Periksa sambungan internet" in done.stderr


def test_packages_are_current_until_a_locked_file_changes(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    for name in ("runtime", "test"):
        (tmp_path / "requirements" / f"{name}.txt").write_text(name)
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to("/bin/true")
    setup(tmp_path, "sha256sum requirements/runtime.txt >.venv/installed")
    assert setup(tmp_path, "is_current runtime").returncode == 0
    assert setup(tmp_path, "is_current runtime test").returncode == 1
    (tmp_path / "requirements" / "runtime.txt").write_text("changed")
    assert setup(tmp_path, "is_current runtime").returncode == 1


def with_routing(tmp_path: Path, *lines: str) -> subprocess.CompletedProcess[str]:
    """Fetch the routing engines twice, by a stand-in that only notes that it was called."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "routing.txt").write_text("osrm\n")
    (tmp_path / ".tools" / "venv" / "bin").mkdir(parents=True)
    (tmp_path / ".tools" / "venv" / "bin" / "python").symlink_to("/bin/true")
    return setup(tmp_path, "need_disk() { :; }", *lines, "prepare_routing", "prepare_routing")


def test_routing_engines_are_fetched_once(tmp_path: Path) -> None:
    fetch = "mkdir -p .tools/routing; echo x >>fetched; sha256sum requirements/routing.txt >.tools/routing/installed"
    done = with_routing(tmp_path, f"fetch_routing() {{ {fetch}; }}")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "fetched").read_text() == "x\n"
    assert "Mesin rute siap" in done.stdout


def test_routing_engines_that_cannot_be_fetched_end_it_with_what_to_do(tmp_path: Path) -> None:
    done = with_routing(tmp_path, 'fetch_routing() { echo "tidak ada jaringan"; return 1; }')
    assert done.returncode == 1
    assert "Periksa sambungan internet" in done.stderr and "tidak ada jaringan" in done.stderr
