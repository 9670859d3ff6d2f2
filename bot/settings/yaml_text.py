"""Reads YAML once, strictly, and remembers on which line everything stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.settings.problems import Problem

_WORDS = {"tag:yaml.org,2002:str", "tag:yaml.org,2002:merge"}


@dataclass(frozen=True, slots=True)
class Document:
    data: dict[str, Any]
    root: yaml.Node | None

    def line_of(self, path: tuple[str | int, ...]) -> int | None:
        """The line of what is at the path, or of the innermost thing around it that exists."""
        node, line = self.root, None
        for step in (*path, None):
            if node is None:
                break
            line = node.start_mark.line + 1
            node, line = _step(node, step, line)
        return line


def read_yaml(path: Path) -> Document | Problem:
    try:
        return _document(path.read_bytes().decode())
    except yaml.MarkedYAMLError as error:
        return _syntax(path, error)
    except (yaml.YAMLError, UnicodeDecodeError):
        return _whole_file(path, "is not plain text in UTF-8")
    except OSError as error:
        return _whole_file(path, f"cannot be read ({error.strerror})")


def _document(content: str) -> Document:
    loader = _Strict(content)
    try:
        root = loader.get_single_node()
        data = loader.construct_document(root) if root else None
    finally:
        loader.dispose()
    if root and not isinstance(data, dict | None):
        raise _refused("lines of `key: value` belong here", root)
    return Document(data or {}, root)


class _Strict(yaml.SafeLoader):
    """Refuses a key that stands twice, of which YAML would silently drop the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag not in _WORDS or key.value.startswith("_"):
                raise _refused("a key is a word that begins with a letter", key)
            if key.value in seen:
                raise _refused(f"the key {key.value!r} stands here for the second time", key)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _refused(why: str, node: yaml.Node) -> yaml.constructor.ConstructorError:
    return yaml.constructor.ConstructorError(None, None, why, node.start_mark)


def _step(node: yaml.Node, step: str | int | None, line: int) -> tuple[yaml.Node | None, int]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], line
    return None, line


def _syntax(path: Path, error: yaml.MarkedYAMLError) -> Problem:
    mark = error.problem_mark
    place = f"{path.name} line {mark.line + 1}, column {mark.column + 1}" if mark else path.name
    return Problem(
        key="the file",
        state="cannot be understood",
        expected="`key: value` lines, indented by spaces",
        hint=f"It says: {error.problem}.{_advice(error)}",
        place=place,
    )


def _advice(error: yaml.MarkedYAMLError) -> str:
    if isinstance(error, yaml.constructor.ConstructorError):
        return ""
    return " A text with a colon at its end, a # or a brace needs quotation marks."


def _whole_file(path: Path, state: str) -> Problem:
    return Problem(key=str(path), state=state, expected="a YAML file", example="config.example.yml")
