"""What docs/architecture.md promises of the code itself, checked on its syntax: who writes, and what is nowhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from calls.sentences import CALL_VERBS
from incidents.sentences import VERBS
from incidents.states import STEPS

ROOT = Path(__file__).resolve().parent.parent
APPS = ("journal", "agencies", "incidents", "calls", "dispatch", "reporting", "demo", "ntpd112")
OURS = (*APPS, "launcher", "bench")

# Who else may write to the database, and why it is no action.
WRITERS = {
    "journal/journal.py": "writes the entry that makes an action one",
    "journal/timers.py": "promises are made, withdrawn and kept as part of actions",
    "journal/tasks.py": "forgets the answers kept for a day",
    "ntpd112/idempotency.py": "keeps the first answer to a key",
    "agencies/ground.py": "loads the ground, which is no history yet",
    "incidents/ground.py": "loads the ground, which is no history yet",
    "calls/ground.py": "loads the ground, which is no history yet",
    "demo/loader.py": "writes months of made-up history in bulk, journal included",
    "demo/people.py": "adds the accounts of the demo, each with its entry",
    "demo/evening.py": "adds the account of the simulation, with its entry",
}
# Atomic functions of actions that leave no entry, and why.
UNRECORDED = {
    ("agencies", "set_theme"): "a taste, not a change of anything others see",
    ("agencies", "keep_token"): "given on the command line of the server, where no watch is open",
    ("dispatch", "note_delivery"): "a receipt; the telling itself was recorded",
    ("calls", "exchange_heard"): "a pulse every few seconds, of which only the last counts",
    ("calls", "exchange_lost"): "a pulse that is missing",
}
# Functions that are in the table of actions but not atomic themselves, and why.
PLAIN = {
    ("reporting", "build_missing"): "each month it builds is an action of its own",
}
SQL_WRITES = re.compile(r"\b(INSERT INTO \S+ \(|UPDATE \S+ SET|DELETE FROM)")
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete", "update"}
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "services", "selectors", "managers", "signals"}


@cache
def parsed(path: Path) -> ast.Module:
    """A file as its syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def name_of(path: Path) -> str:
    """A file's path in the project."""
    return path.relative_to(ROOT).as_posix()


def sources(*folders: str) -> list[Path]:
    """The Python files of these folders, without migrations."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


def templates() -> list[Path]:
    """All templates."""
    return sorted((ROOT / "templates").rglob("*.html"))


def is_actions(path: Path) -> bool:
    """Whether the file is an app's `actions.py`, or of its `actions` package."""
    parts = path.relative_to(ROOT).parts
    return len(parts) > 1 and parts[1] in ("actions", "actions.py")


def is_write(node: ast.AST) -> bool:
    """Whether this writes rows, by a call or in SQL; a dict's or a set's `update` takes no keyword or a plain name."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and SQL_WRITES.search(node.value):
        return True
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr not in WRITES:
        return False
    receiver = node.func.value
    if node.func.attr == "update":
        return bool(node.keywords) and isinstance(receiver, ast.Call | ast.Attribute)
    return True


def calls(node: ast.AST, name: str) -> list[ast.Call]:
    """The calls of a plain function of this name."""
    return [
        one
        for one in ast.walk(node)
        if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == name
    ]


def is_atomic(node: ast.FunctionDef) -> bool:
    """Whether the function is one transaction."""
    return any(ast.unparse(one) == "transaction.atomic" for one in node.decorator_list)


def action_files() -> Iterator[tuple[str, ast.Module]]:
    """Each module of actions, with its app."""
    for path in sources(*APPS):
        if is_actions(path):
            yield path.relative_to(ROOT).parts[0], parsed(path)


def functions_of_actions() -> list[tuple[str, ast.FunctionDef]]:
    """Every function of every module of actions, with its app."""
    return [(app, node) for app, tree in action_files() for node in tree.body if isinstance(node, ast.FunctionDef)]


def exported() -> set[tuple[str, str]]:
    """The actions that packages name as theirs."""
    found = set()
    for app, tree in action_files():
        for node in tree.body:
            if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
                found |= {(app, name) for name in ast.literal_eval(node.value)}
    return found


# --- who writes -----------------------------------------------------------------------------------------------------


def test_only_actions_write_to_the_database() -> None:
    writing = {
        name_of(path)
        for path in sources(*APPS)
        if not is_actions(path) and any(is_write(node) for node in ast.walk(parsed(path)))
    }
    assert writing == set(WRITERS), writing ^ set(WRITERS)


def test_what_an_app_names_as_its_actions_is_atomic() -> None:
    atomic = {(app, node.name) for app, node in functions_of_actions() if is_atomic(node)}
    assert exported() - atomic == set()
    assert {"open_incident", "assign", "close"} <= {name for app, name in exported() if app == "incidents"}


def test_every_atomic_function_of_actions_ends_in_record() -> None:
    unrecorded = set()
    for app, node in functions_of_actions():
        if not is_atomic(node):
            continue
        recorded = [call.lineno for call in calls(node, "record")]
        written = [one.lineno for one in ast.walk(node) if isinstance(one, ast.Call) and is_write(one)]
        if not recorded:
            unrecorded.add((app, node.name))
        else:
            assert max(recorded) >= max(written, default=0), f"{app}: {node.name} writes after it has recorded"
    assert unrecorded == set(UNRECORDED), unrecorded ^ set(UNRECORDED)


def test_what_writes_beside_an_action_is_reached_through_one() -> None:
    """A helper that writes is called by an atomic function of the same app, directly or by way of others."""
    for app in APPS:
        mine = {node.name: node for owner, node in functions_of_actions() if owner == app}
        reached = {name for name, node in mine.items() if is_atomic(node)}
        while True:
            more = {
                one.func.id
                for name in reached
                for one in ast.walk(mine[name])
                if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in mine
            } | {
                one.id
                for name in reached
                for one in ast.walk(mine[name])
                if isinstance(one, ast.Name) and one.id in mine
            }
            if more <= reached:
                break
            reached |= more
        writing = {name for name, node in mine.items() if any(is_write(one) for one in ast.walk(node))}
        loose = {(app, name) for name in writing - reached}
        assert loose <= set(TABLED), loose


# Called through a table, or from another app's action.
TABLED = {
    ("calls", "ringing"),
    ("calls", "answered"),
    ("calls", "unqueued"),
    ("calls", "requeued"),
    ("calls", "take_over"),
    ("calls", "transferred"),
    ("calls", "ended"),
    ("agencies", "draw_number"),
}


def test_every_action_takes_its_actor_by_name() -> None:
    for app, node in functions_of_actions():
        if not is_atomic(node):
            continue
        positional = {one.arg for one in node.args.args}
        assert "actor" not in positional, f"{app}: {node.name}"


def test_only_the_journal_announces() -> None:
    for path in sources(*APPS):
        says = "pg_notify" in path.read_text(encoding="utf-8")
        assert says == (name_of(path) == "journal/journal.py"), name_of(path)


# Who talks to the outside.
TALKERS = {
    "dispatch/notify.py": "the one seam to a gateway",
    "demo/ring.py": "a made-up exchange, which rings at our own door",
    "calls/asterisk/client.py": "listens to the exchange",
}


def test_only_notify_talks_to_the_outside() -> None:
    words = {"urllib.request", "http.client", "requests", "socket", "smtplib"}
    for path in sources(*APPS):
        for node in ast.walk(parsed(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            dials = isinstance(node, ast.Attribute) and node.attr == "open_connection"
            if dials or words & set(names):
                assert name_of(path) in TALKERS, name_of(path)


def test_views_ask_for_rows_only_as_far_as_their_reader_may_see_them() -> None:
    """A bare `objects.get(pk=…)` in a view or an API is a review stop."""
    for path in sources(*APPS):
        if path.stem not in ("views", "api", "phone", "history", "incident_page", "month_page"):
            continue
        for node in ast.walk(parsed(path)):
            if not isinstance(node, ast.Call) or not ast.unparse(node.func).endswith(".objects.get"):
                continue
            if {keyword.arg for keyword in node.keywords} & {"pk", "id"}:
                pytest.fail(f"{name_of(path)}:{node.lineno} {ast.unparse(node)}")


# --- what the journal says ------------------------------------------------------------------------------------------


def recorded_verbs(app: str) -> set[str]:
    """The verbs that an app's actions record, as far as they are written out."""
    found = set()
    for owner, node in functions_of_actions():
        for call in calls(node, "record") if owner == app else ():
            verb = call.args[1]
            found |= {verb.value} if isinstance(verb, ast.Constant) else set()
    return {str(verb) for verb in found}


def test_every_verb_of_an_incidents_journal_has_a_sentence() -> None:
    spoken = recorded_verbs("incidents") | recorded_verbs("dispatch") | {step.past for step in STEPS.values()}
    assert {"opened", "assigned", "told", "closed", "arrived"} <= spoken
    assert spoken - set(VERBS) == set()


def test_every_verb_of_a_calls_journal_has_a_sentence_or_is_of_its_report() -> None:
    of_reports = {"started", "drafted", "discarded", "forwarded", "attached", "detached", "noted"}
    of_protocols = {"published", "approved"}
    # A supervisor's page shows these as they stand.
    of_demotions = {"proposed", "approved", "refused", "lifted"}
    assert recorded_verbs("calls") - set(CALL_VERBS) == of_reports | of_protocols | of_demotions


# --- the environment ------------------------------------------------------------------------------------------------

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
    "demo/management/commands/ring.py": "an exchange's token does not belong on a command line",
    "demo/management/commands/simulate_calls.py": "the same",
}


def test_only_settings_read_the_environment() -> None:
    for path in sources(*APPS):
        text = path.read_text(encoding="utf-8")
        reads = [line for line in re.findall(r"os\.(?:environ|getenv)[^\n]*", text) if "setdefault" not in line]
        assert not reads or name_of(path) in CLIENTS, name_of(path)


# --- what is nowhere ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "ceiling"),
    [("**/*.py", 400), ("static/js/**/*.js", 200), ("templates/**/*.html", 400)],
)
def test_no_file_is_longer_than_its_ceiling(pattern: str, ceiling: int) -> None:
    paths = [path for path in ROOT.glob(pattern) if path.relative_to(ROOT).parts[0] in (*OURS, "static", "templates")]
    long = {
        name_of(path): lines
        for path in paths
        if "migrations" not in path.parts and (lines := len(path.read_text(encoding="utf-8").splitlines())) > ceiling
    }
    assert paths and not long


def test_no_import_hides_inside_a_function_but_in_ready() -> None:
    for path in sources(*APPS, "launcher"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name != "ready":
                hidden = [one for one in ast.walk(node) if isinstance(one, ast.Import | ast.ImportFrom)]
                assert not hidden, f"{name_of(path)}: {node.name}"


def test_no_file_is_named_for_a_kind_of_holder() -> None:
    named = [name_of(path) for path in sources(*OURS) if path.stem in BANNED_NAMES or path.parent.name in BANNED_NAMES]
    assert named == []


def test_there_are_no_signals_of_django() -> None:
    for path in sources(*OURS):
        text = path.read_text(encoding="utf-8")
        assert "django.dispatch" not in text and "models.signals" not in text and "@receiver" not in text, name_of(path)


# Saved whole, and why that takes nothing from anybody.
WHOLE = {"reporting/actions.py": "a month's report is built by one at a time, behind a lock of its own"}


def test_a_save_says_which_columns() -> None:
    for path in sources(*APPS):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "save":
                named = {keyword.arg for keyword in node.keywords}
                assert "update_fields" in named or name_of(path) in WHOLE, f"{name_of(path)}:{node.lineno}"


def test_every_module_and_public_function_says_what_it_is() -> None:
    silent = []
    for path in sources(*OURS):
        tree = parsed(path)
        if tree.body and not ast.get_docstring(tree):
            silent.append(name_of(path))
        for node in tree.body:
            is_public = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name[0] != "_"
            if is_public and not ast.get_docstring(node):  # type: ignore[arg-type]
                silent.append(f"{name_of(path)}: {node.name}")  # type: ignore[attr-defined]
    assert silent == []


def test_templates_keep_to_the_content_policy() -> None:
    for path in templates():
        text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.S)
        assert not re.search(r"\sstyle\s*=", text), f"{name_of(path)}: style="
        assert not re.search(r"<[^>]*\son[a-z]+\s*=", text), f"{name_of(path)}: on…="
        assert "javascript:" not in text and "<style" not in text, name_of(path)
        for script in re.findall(r"<script\b[^>]*>", text):
            is_data = "application/json" in script
            assert is_data or " src=" in script, f"{name_of(path)}: {script}"


def test_scripts_set_no_styles_as_text_and_hold_no_words() -> None:
    for path in sorted((ROOT / "static" / "js").rglob("*.js")):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""style=["'\\]|setAttribute\(["']style""", text), name_of(path)
        assert "eval(" not in text and "new Function" not in text, name_of(path)
