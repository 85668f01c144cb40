"""The production files say the same as the settings: no variable is unexplained, forgotten or left over."""

from __future__ import annotations

import re
from pathlib import Path

from ntpd112.static import ModuleManifestStorage

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = (ROOT / "docker-compose.yml").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()
DOOR = (ROOT / "deploy" / "Caddyfile").read_text()
FOR_COMPOSE = "--- for docker-compose.yml only"
# Set where they belong: by the image, or left at their default because anything else is not production.
NOT_FROM_COMPOSE = {"DEBUG", "STATIC_ROOT"}


def explained(text: str) -> set[str]:
    """The variables that an example file names."""
    return set(re.findall(r"^([A-Z0-9_]+)=", text, re.MULTILINE))


def asked_for() -> set[str]:
    """The variables that docker-compose.yml takes from .env."""
    return set(re.findall(r"(?<!\$)\$\{([A-Z0-9_]+)", COMPOSE))


def test_every_variable_of_the_compose_file_is_explained() -> None:
    assert asked_for() <= explained(EXAMPLE)


def test_every_variable_explained_for_the_compose_file_is_used_by_it() -> None:
    assert explained(EXAMPLE.partition(FOR_COMPOSE)[2]) <= asked_for()


def test_every_setting_reaches_the_processes() -> None:
    read = set(re.findall(r'env\.\w+\("([A-Z0-9_]+)"', (ROOT / "ntpd112" / "settings.py").read_text()))
    given = set(re.findall(r"\b([A-Z0-9_]+): ", COMPOSE))
    assert read - given == NOT_FROM_COMPOSE


def test_no_secret_has_a_default() -> None:
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD", "REDIS_PASSWORD"):
        assert f"${{{name}:-" not in COMPOSE
        assert re.search(rf"\${{{name}:\?", COMPOSE)
        assert re.search(rf"^{name}=$", EXAMPLE, re.MULTILINE)


def test_photos_on_slow_lines_leave_threads_for_commands_even_if_all_of_them_meet_one_worker() -> None:
    (at_most,) = re.findall(r"unhealthy_request_count (\d+)", DOOR)
    (threads,) = re.findall(r"--threads (\d+)", COMPOSE)
    assert 0 < int(at_most) < int(threads)
    # Without a number of failures an older Caddy takes a server that is watched so for dead from the first request on.
    assert re.search(r"unhealthy_request_count \d+\n\s*max_fails 1\n", DOOR)


def test_the_image_holds_only_what_the_servers_need() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert "requirements/runtime.txt" in dockerfile and "--require-hashes" in dockerfile
    assert "USER ntpd112" in dockerfile
    assert {".*", "tests", "staticfiles"} <= set((ROOT / ".dockerignore").read_text().splitlines())


def imported_by(module: Path) -> list[Path]:
    """The modules that a module imports."""
    return [(module.parent / name).resolve() for name in re.findall(r'from\s+"(\.[^"]+)"', module.read_text())]


def depth(module: Path) -> int:
    """How many modules stand in the longest chain of imports from here."""
    return 1 + max((depth(one) for one in imported_by(module)), default=0)


def test_the_names_of_the_static_files_settle_within_the_passes_allowed() -> None:
    deepest = max(depth(module) for module in (ROOT / "static" / "js").rglob("main.js"))
    assert deepest + 1 <= ModuleManifestStorage.max_post_process_passes
