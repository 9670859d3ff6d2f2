"""The house rules that no other tool holds: sizes, names, and what tests may not do."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
CODE = sorted((TOP / "bot").rglob("*.py"))
TESTS = sorted((TOP / "tests").rglob("*.py"))

FUNCTION_LIMIT = 40
MODULE_LIMIT = 250
NAMELESS = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc"}
MAY_CATCH_ALL = {"bot/slack/boundary.py", "bot/scheduler/attempts.py"}

WAITING = "a wait by the clock"
NEVER_IN_TESTS = {
    "a mock": re.compile(r"unittest\.[m]ock|Magic[M]ock|Async[M]ock|\b[m]ocker\b"),
    "a patch": re.compile(r"monkeypatch\.(setattr|setitem|delattr)"),
    WAITING: re.compile(r"\btime\.sleep\(|\basyncio\.sleep\((?!0\))"),
}
MAY_WAIT = {
    "tests/child.py": "another process can only be looked at again and again",
    "tests/stories/test_database_away.py": "a lock of so many seconds is the trouble itself",
    "tests/test_patient_loop.py": "a process that does not run is the trouble itself",
}
SKIPPING = re.compile(r"pytest\.(mark\.)?(skip|skipif|xfail|importorskip)\b")
LATER = re.compile(r"\b(T[O]DO|F[I]XME|X[X]X)\b")
UNFINISHED = re.compile(r"raise NotImplemented[E]rror")


def name(path: Path) -> str:
    return path.relative_to(TOP).as_posix()


def lines_matching(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{name(path)}:{number} {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def nodes(paths: list[Path]) -> Iterator[tuple[Path, ast.AST]]:
    for path in paths:
        yield from ((path, node) for node in ast.walk(tree(path)))


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path, node in nodes(CODE)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= FUNCTION_LIMIT
    ]

    assert long == []


def test_no_module_has_two_rooms_in_it() -> None:
    sizes = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in CODE}

    assert {path: size for path, size in sizes.items() if size > MODULE_LIMIT} == {}


def test_every_module_says_in_a_sentence_what_it_is() -> None:
    silent = []
    for path in CODE:
        first = (ast.get_docstring(tree(path)) or "").split("\n\n")[0]
        if tree(path).body and not first.endswith((".", "?")):
            silent.append(name(path))

    assert silent == []


def test_every_name_of_a_module_says_what_is_in_it() -> None:
    assert [name(path) for path in CODE if {path.stem, path.parent.name} & NAMELESS] == []


def test_everything_is_caught_only_at_the_edges() -> None:
    broad = {
        name(path)
        for path, node in nodes(CODE)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
        and ast.unparse(node.body[-1]) != "raise"
    }

    assert broad <= MAY_CATCH_ALL


def test_no_failure_is_passed_over_in_silence() -> None:
    silent = [
        f"{name(path)}:{node.lineno}"
        for path, node in nodes(CODE)
        if isinstance(node, ast.ExceptHandler | ast.FunctionDef | ast.AsyncFunctionDef)
        and all(isinstance(statement, ast.Pass) for statement in node.body)
    ]

    assert silent == []


def test_nothing_is_left_for_later() -> None:
    assert lines_matching(LATER, [*CODE, *TESTS]) == []
    assert lines_matching(UNFINISHED, CODE) == []


@pytest.mark.parametrize("what", NEVER_IN_TESTS)
def test_no_test_uses(what: str) -> None:
    paths = [path for path in TESTS if what != WAITING or name(path) not in MAY_WAIT]

    assert lines_matching(NEVER_IN_TESTS[what], paths) == []


def test_only_contracts_with_files_outside_the_repository_may_skip() -> None:
    paths = [path for path in TESTS if path.parent.name != "contracts"]

    assert lines_matching(SKIPPING, paths) == []


def test_every_test_asserts_something() -> None:
    idle = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path, node in nodes(TESTS)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not any(isinstance(inner, ast.Assert | ast.Call) for inner in ast.walk(node))
    ]

    assert idle == []
