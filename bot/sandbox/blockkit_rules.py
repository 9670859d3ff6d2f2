"""Rules between blocks: which may stand where, which names must differ, how much is too much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Literal

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from bot.sandbox.blockkit_blocks import BLOCK, BLOCKS
from bot.sandbox.blockkit_shapes import complaint, many

Surface = Literal["message", "modal", "home"]
BlockList = Sequence[Mapping[str, Any]]

MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}

_MESSAGES_ONLY = frozenset(
    {"container", "context_actions", "data_table", "file", "markdown", "plan", "table"}
    | {"task_card", "workflow_button"}
)
_MODALS_ONLY = frozenset(
    {"alert", "email_text_input", "file_input", "number_input", "url_text_input"}
)
_BARRED: dict[Surface, frozenset[str]] = {
    "message": _MODALS_ONLY,
    "modal": _MESSAGES_ONLY | {"carousel"},
    "home": _MESSAGES_ONLY | _MODALS_ONLY | {"datetimepicker"},
}
_LONGEST_MARKDOWN = 12_000
_LONGEST_CELLS = 10_000


def check_blocks(blocks: Any, at: str, surface: Surface) -> Iterator[str]:
    """Everything Slack holds against these blocks; the rules only once the shapes are right."""
    fewest = 0 if surface == "message" else 1
    complaints = list(many(BLOCK, MOST_BLOCKS[surface], at_least=fewest)(blocks, at))
    yield from complaints
    if complaints:
        return
    yield from _surface(blocks, at, surface)
    yield from _block_ids(blocks, at)
    yield from _action_ids(blocks, at)
    yield from _one_focus(blocks, at)
    yield from _markdown(blocks, at)
    yield from _one_table(blocks, at)
    yield from _second_opinion(blocks, at)


def objects(value: Any, at: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Every object inside, with where it stands, the outermost first."""
    if isinstance(value, Mapping):
        yield value, at
        for key, part in value.items():
            yield from objects(part, f"{at}/{key}")
    elif isinstance(value, list):
        for position, part in enumerate(value):
            yield from objects(part, f"{at}/{position}")


def _surface(blocks: BlockList, at: str, surface: Surface) -> Iterator[str]:
    for part, where in objects(blocks, at):
        kind = part.get("type")
        if kind in _BARRED[surface]:
            yield complaint(f"unsupported type: {kind} (not in a {surface})", f"{where}/type")
        if part.get("response_url_enabled") and surface != "modal":
            yield complaint("response_url_enabled works in modals only", where)


def _block_ids(blocks: BlockList, at: str) -> Iterator[str]:
    found = [(part["block_id"], where) for part, where in objects(blocks, at) if "block_id" in part]
    for name, where in _repeated(found):
        yield complaint(f"`block_id` {name} already exists", f"{where}/block_id")


def _action_ids(blocks: BlockList, at: str) -> Iterator[str]:
    for block, place in objects(blocks, at):
        if block.get("type") not in BLOCKS:
            continue
        inside = (
            found for key, part in block.items() for found in _elements(part, f"{place}/{key}")
        )
        found = [(part["action_id"], where) for part, where in inside if "action_id" in part]
        for name, where in _repeated(found):
            yield complaint(
                f"`action_id` {name} already exists in this block", f"{where}/action_id"
            )


def _elements(value: Any, at: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """The elements right inside a block, not those of a block inside it."""
    parts = enumerate(value) if isinstance(value, list) else [(None, value)]
    for position, part in parts:
        if isinstance(part, Mapping) and "action_id" in part:
            yield part, at if position is None else f"{at}/{position}"


def _repeated(found: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    seen: Counter[str] = Counter()
    for name, where in found:
        seen[name] += 1
        if seen[name] > 1:
            yield name, where


def _one_focus(blocks: BlockList, at: str) -> Iterator[str]:
    focused = [where for part, where in objects(blocks, at) if part.get("focus_on_load") is True]
    for where in focused[1:]:
        yield complaint("only one element can have focus_on_load", f"{where}/focus_on_load")


def _markdown(blocks: BlockList, at: str) -> Iterator[str]:
    length = sum(len(block["text"]) for block in blocks if block["type"] == "markdown")
    if length > _LONGEST_MARKDOWN:
        yield complaint(
            f"all markdown together must be less than {_LONGEST_MARKDOWN + 1} characters", at
        )


def _one_table(blocks: BlockList, at: str) -> Iterator[str]:
    tables = [found for found in objects(blocks, at) if found[0].get("type") == "table"]
    for _, where in tables[1:]:
        yield complaint("only_one_table_allowed", where)
    for table, where in tables:
        length = sum(len(part.get("text", "")) for part, _ in objects(table["rows"], where))
        if length > _LONGEST_CELLS:
            yield complaint(
                f"all cells together must be less than {_LONGEST_CELLS + 1} characters", where
            )


def _second_opinion(blocks: BlockList, at: str) -> Iterator[str]:
    """Slack's own models know some rules that are written nowhere else."""
    for position, block in enumerate(blocks):
        parsed = Block.parse(dict(block))
        try:
            _ = parsed.to_dict() if parsed is not None else None
        except SlackObjectFormationError as error:
            yield complaint(str(error), f"{at}/{position}")
