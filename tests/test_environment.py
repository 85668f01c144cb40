"""What the environment may say is written in one example, and only the settings read it."""

from __future__ import annotations

import ast
import re

from tests.source import APPS, ROOT, name_of, parsed, sources

EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")


def read_by_settings() -> set[str]:
    """The variables that settings.py reads."""
    found = set()
    for node in ast.walk(parsed(ROOT / "ntpd112" / "settings.py")):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("env.") and node.args:
            found.add(ast.literal_eval(node.args[0]))
    return found


def explained(part: str) -> set[str]:
    """The variables of one part of .env.example."""
    return set(re.findall(r"^([A-Z0-9_]+)=", part, re.M))


def test_the_example_explains_every_variable_that_settings_read_and_no_other() -> None:
    for_settings = EXAMPLE.partition("\n# --- ")[0]
    assert read_by_settings() == explained(for_settings)


def test_every_other_variable_of_the_example_is_read_by_the_launcher_or_the_containers() -> None:
    rest = explained(EXAMPLE.partition("\n# --- ")[2])
    files = [*sources("launcher"), *ROOT.glob("launcher/*.sh"), ROOT / "docker-compose.yml", *ROOT.glob("deploy/*")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    assert {name for name in rest if name not in text} == set()


def test_a_line_of_explanation_stands_above_every_variable() -> None:
    lines = EXAMPLE.splitlines()
    for place, line in enumerate(lines):
        if re.match(r"[A-Z0-9_]+=", line):
            above = [one for one in lines[:place] if not re.match(r"[A-Z0-9_]+=", one)]
            assert above[-1].startswith("# "), line


# Programs that speak to the server from outside and so have no settings of it.
CLIENTS = {
    "demo/management/commands/ring.py": "an exchange's token does not belong on a command line, an address may",
    "demo/management/commands/simulate_calls.py": "the same",
}


def test_only_settings_read_the_environment() -> None:
    for path in sources(*APPS):
        text = path.read_text(encoding="utf-8")
        reads = [line for line in re.findall(r"os\.(?:environ|getenv)[^\n]*", text) if "setdefault" not in line]
        assert not reads or name_of(path) in CLIENTS, name_of(path)
