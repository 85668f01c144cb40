"""After every race and every kill the books are looked through, whether or not the test itself thinks of it."""

from __future__ import annotations

import ast
from types import SimpleNamespace
from typing import Any, cast

import pytest

from incidents.models import Incident
from tests import conftest
from tests.source import ROOT, name_of, parsed, sources

KILLED = "tests/processes/test_kills.py"
# What commits a test's rows, so that the hook in `tests/conftest.py` looks through them.
COMMITS = {"transactional_db", "city"}


def asked_for(node: ast.FunctionDef) -> set[str]:
    """The names of a test's fixtures."""
    return {one.arg for one in node.args.args}


def is_race(node: ast.FunctionDef) -> bool:
    """Whether several do something at once in it."""
    return any(isinstance(one, ast.Name) and one.id == "at_once" for one in ast.walk(node))


def marks(tree: ast.Module, node: ast.FunctionDef) -> str:
    """What marks a test, on itself or on its module."""
    of_module = [one.value for one in tree.body if isinstance(one, ast.Assign) and "pytestmark" in ast.unparse(one)]
    return " ".join(map(ast.unparse, [*of_module, *node.decorator_list]))


def test_every_race_and_every_kill_commits_what_it_does_and_so_is_verified() -> None:
    found = set()
    for path in sources("tests"):
        tree = parsed(path)
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or not node.name.startswith("test_"):
                continue
            if not (is_race(node) or name_of(path) == KILLED):
                continue
            found.add(path)
            is_seen = "transaction=True" in marks(tree, node) or asked_for(node) & COMMITS
            assert is_seen, f"{name_of(path)}: {node.name} leaves rows that nobody else sees"
    of_races = set((ROOT / "tests").rglob("test_*races.py"))
    assert of_races <= found and ROOT / KILLED in found


@pytest.mark.django_db
@pytest.mark.parametrize("is_kept", [True, False])
def test_a_committed_test_that_leaves_books_which_do_not_add_up_fails(fire: Incident, is_kept: bool) -> None:
    item = SimpleNamespace(
        get_closest_marker=lambda _name: pytest.mark.django_db(transaction=True).mark, fixturenames=[]
    )
    verified = conftest.pytest_pyfunc_call(cast(Any, item))
    next(verified)
    if not is_kept:
        Incident.objects.filter(pk=fire.pk).update(version=fire.version + 3)
    with pytest.raises(StopIteration if is_kept else AssertionError):
        verified.send(None)
