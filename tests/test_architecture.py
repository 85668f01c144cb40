"""What docs/architecture.md promises of the code itself, checked on its syntax: who writes, and what is nowhere."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from calls.recording_words import RECORDING_VERBS
from calls.sentences import CALL_VERBS
from dispatch.shapes import IncidentCard
from incidents.sentences import ATTACHMENT_VERBS, VERBS
from incidents.states import STEPS
from tests.source import APPS, ROOT, name_of, parsed, sources

OURS = (*APPS, "launcher", "bench")

# Who else may write to the database, and why it is no action.
WRITERS = {
    "journal/journal.py": "writes the entry that makes an action one",
    "journal/timers.py": "promises are made, withdrawn and kept as part of actions",
    "journal/tasks.py": "forgets the answers kept for a day",
    "ntpd112/idempotency.py": "keeps the first answer to a key",
    "agencies/ground.py": "loads the ground, which is no history yet",
    "agencies/boundaries.py": "loads official boundaries over the ground's, on the command line of the server",
    "agencies/camera_files.py": "loads cameras, on the command line of the server",
    "agencies/road_lines.py": "keeps what maps draw of a file of roads, on the command line of the server",
    "agencies/words.py": "keeps the words that places are spelt with, an index of what stands",
    "incidents/ground.py": "loads the ground, which is no history yet",
    "calls/ground.py": "loads the ground, which is no history yet",
    "incidents/media.py": "writes a photo into memory, which is no row",
    "demo/loader.py": "writes months of made-up history in bulk, journal included",
    "demo/people.py": "adds the accounts of the demo, each with its entry",
    "demo/evening.py": "adds the account of the simulation, with its entry",
}
# Atomic functions of actions that leave no entry, and why.
UNRECORDED = {
    ("agencies", "set_theme"): "a taste, not a change of anything others see",
    ("agencies", "keep_token"): "given on the command line of the server, where no watch is open",
    ("agencies", "revoke_token"): "taken back where it was given; the row keeps when",
    (
        "agencies",
        "take_positions",
    ): "where a unit is, anew every few seconds; a journal of it would track its crew",
    ("agencies", "tell_own_position"): "the same, from a telephone; that its owner consents is recorded",
    ("agencies", "forget_positions"): "drops what nobody needs any more, of which the journal never spoke",
    ("dispatch", "show_presence"): "who looks at what, anew every few seconds; a journal of it would track the desk",
    ("dispatch", "note_delivery"): "a receipt; the telling itself was recorded",
    ("calls", "claim_reply"): "who tries a line for the next seconds; what becomes of it is recorded",
    ("calls", "exchange_heard"): "a pulse every few seconds, of which only the last counts",
    ("calls", "exchange_lost"): "a pulse that is missing",
    ("calls", "telephone_heard"): "how a telephone stands, said anew each minute, of which only the last counts",
    ("calls", "claim_recording"): "a lease; what came of the fetching is recorded",
    ("calls", "forget_locations"): "drops what belongs to no call, and so to no journal",
}
# Functions that are in the table of actions but not atomic themselves, and why.
PLAIN = {
    ("reporting", "build_missing"): "each month it builds is an action of its own",
}
SQL_WRITES = re.compile(r"\b(INSERT INTO \S+ \(|UPDATE \S+ SET|DELETE FROM)")
WRITES = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete", "update"}
# What the desk does to its notes of places and in sharing out its work, whose journals nobody reads in sentences.
OF_PLACES = {"written", "ended", "shared", "returned"}
# A file as a document names it.
NAMED = re.compile(r"[\w./-]*\w\.(?:py|js|css|html|md|yml|toml|po)\b")
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "core", "services", "selectors", "managers", "signals"}


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
    "agencies/geocoder.py": "asks a geocoder for a typed place, where one is configured",
    "incidents/routing.py": "asks a routing engine how soon units can be there, where one is configured",
    "journal/outside.py": "the one seam to a gateway",
    "demo/ring.py": "a made-up exchange, which rings at our own door",
    "calls/asterisk/client.py": "listens to the exchange",
    "calls/recorder.py": "fetches recordings from the exchange",
}


def test_only_few_modules_talk_to_the_outside() -> None:
    words = {"urllib.request", "http.client", "requests", "socket", "smtplib"}
    for path in sources(*APPS):
        for node in ast.walk(parsed(path)):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            dials = isinstance(node, ast.Attribute) and node.attr == "open_connection"
            if dials or words & set(names):
                assert name_of(path) in TALKERS, name_of(path)


def test_the_document_names_who_talks_to_the_outside_the_words_of_a_card_and_twelve_steps() -> None:
    said = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    talking = said.partition("Talks to the outside:")[2].partition("Asks about one model")[0]
    assert set(re.findall(r"`([\w/]+\.py)`", talking)) == set(TALKERS)
    words = re.search(r"The words of an incident card: `([^`]*)`", said)
    assert words and words[1].split() == list(IncidentCard().fields)
    assert re.findall(r"^\| (\d\w*) \|", said, re.M) == [str(step) for step in range(1, 13)]


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
    # A supervisor's page shows these as they stand.
    of_attachments = set(ATTACHMENT_VERBS) - {"glanced", "seen"}  # two looks of one action, which names them by a rule
    of_plans = {"published", "approved", "withdrawn", "restored"}
    # The area event's own lines say the same.
    of_surges = {"proposed", "dismissed", "switched_on", "switched_off", "attached"}
    split = recorded_verbs("calls") & {"split", "split_off"}
    dispatched = recorded_verbs("dispatch") - OF_PLACES
    spoken = split | recorded_verbs("incidents") | dispatched | {step.past for step in STEPS.values()}
    assert {"opened", "assigned", "told", "closed", "arrived"} <= spoken
    assert spoken - set(VERBS) == of_plans | (of_surges - set(VERBS)) | of_attachments


def test_every_verb_of_a_calls_journal_has_a_sentence_or_is_of_its_report() -> None:
    of_reports = {"started", "drafted", "discarded", "forwarded", "attached", "detached", "noted"}
    of_reports |= {"seen", "followed", "unfollowed", "let_go", "joined", "added", "let_off", "taken_over", "resumed"}
    of_reports |= {"moved", "split", "split_off"}
    of_protocols = {"published", "approved"}
    # A supervisor's page shows these as they stand.
    of_demotions = {"proposed", "approved", "refused", "lifted"}
    # What a command went through; its call's own line says that it was given.
    of_commands = {"asked", "sent", "settled", "third"}
    of_recordings = set(RECORDING_VERBS) - {"missed", "sought"}  # two ends of one action, which names them by a rule
    spoken = of_reports | of_protocols | of_demotions | of_commands | of_recordings
    assert recorded_verbs("calls") - set(CALL_VERBS) == spoken


# --- what is nowhere ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "ceiling"),
    [
        *((f"{folder}/**/*.py", 400) for folder in (*OURS, "tests")),
        ("static/js/**/*.js", 200),
        ("ntpd112/settings.py", 200),
        ("static/css/*.css", 400),
        ("templates/**/*.html", 400),
    ],
)
def test_no_file_is_longer_than_its_ceiling(pattern: str, ceiling: int) -> None:
    paths = list(ROOT.glob(pattern))
    long = {
        name_of(path): lines
        for path in paths
        if "migrations" not in path.parts and (lines := len(path.read_text(encoding="utf-8").splitlines())) > ceiling
    }
    assert paths and not long


def test_every_file_that_a_document_names_is_there() -> None:
    """By its whole path, or by its name alone where the sentence says whose it is."""
    documents = [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    names = {path.name for folder in (*OURS, "static", "tests") for path in (ROOT / folder).rglob("*.*")}
    lost = {
        f"{name_of(document)}: {named}"
        for document in documents
        for named in NAMED.findall(document.read_text(encoding="utf-8"))
        if not any((folder / named).exists() for folder in (ROOT, document.parent))
        and ("/" in named or named not in names)
    }
    assert len(documents) > 10 and not lost


def test_every_picture_is_shown_in_the_readme_and_every_one_shown_is_there() -> None:
    shown = re.findall(r"!\[[^]]+\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert sorted(shown) == sorted(name_of(path) for path in (ROOT / "docs" / "screenshots").glob("*.png"))


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
MONTH = "a month's report is built by one at a time, behind a lock of its own"
WHOLE = {"reporting/actions.py": MONTH, "incidents/media.py": "a photo, which has no columns"}


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
