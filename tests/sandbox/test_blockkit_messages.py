"""Which messages the local Slack refuses, and with which of Slack's codes and sentences."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.blockkit import BlockKitRefused, check_message
from tests.sandbox import blockkit_parts as parts
from tests.sandbox import blockkit_samples as samples
from tests.sandbox.blockkit_parts import Json, actions, button, input_of, plain, section


def refusal(payload: Json) -> BlockKitRefused:
    with pytest.raises(BlockKitRefused) as caught:
        check_message(payload)
    return caught.value


def refused_block(block: Any) -> BlockKitRefused:
    return refusal({"text": "text", "blocks": [block]})


@pytest.mark.parametrize("block", samples.IN_MESSAGES, ids=lambda block: str(block["type"]))
def test_every_block_of_messages_is_taken(block: Json) -> None:
    check_message({"text": "text", "blocks": [block]})


@pytest.mark.parametrize("block", samples.ONLY_MODALS, ids=lambda block: str(block["type"]))
def test_a_block_of_modals_is_refused_in_a_message(block: Json) -> None:
    assert refused_block(block).code == "invalid_blocks"


def test_a_text_alone_is_a_message() -> None:
    check_message({"channel": "C0ONE", "text": "text", "blocks": [], "unfurl_links": False})


def test_blocks_alone_are_a_message() -> None:
    check_message({"blocks": [section()]})


@pytest.mark.parametrize("payload", [{}, {"text": ""}, {"text": None, "blocks": []}])
def test_a_message_must_say_something(payload: Json) -> None:
    assert refusal(payload).code == "no_text"


def test_a_refusal_points_to_the_place() -> None:
    refused = refused_block({"type": "section", "text": {"type": "mrkdwn", "text": ""}})

    assert refused.code == "invalid_blocks"
    assert refused.details == [
        "[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"
    ]


def test_all_faults_are_told_at_once() -> None:
    blocks = [{"type": "header"}, {"type": "section", "text": plain(), "colour": "red"}]

    assert refusal({"text": "text", "blocks": blocks}).details == [
        "[ERROR] missing required field: text [json-pointer:/blocks/0]",
        "[ERROR] invalid additional property: colour [json-pointer:/blocks/1]",
    ]


def test_what_may_be_chosen_from_is_named() -> None:
    assert refused_block({"type": "section"}).details == [
        "[ERROR] must define at least one of: text, fields [json-pointer:/blocks/0]"
    ]


def test_blocks_that_are_no_list_have_a_code_of_their_own() -> None:
    assert refusal({"text": "text", "blocks": {"type": "divider"}}).code == "invalid_blocks_format"


def test_a_text_that_is_no_string_is_refused() -> None:
    assert refusal({"text": 5}).code == "invalid_arguments"


def test_markdown_text_stands_alone() -> None:
    check_message({"markdown_text": "# Title"})

    assert refusal({"markdown_text": "a", "text": "b"}).code == "markdown_text_conflict"


@pytest.mark.parametrize(
    "block",
    [
        None,
        "divider",
        {},
        {"type": None},
        {"type": ["divider"]},
        {"type": "call", "call_id": "R1"},
        {"type": "section"},
        {"type": "actions", "elements": []},
        {"type": "header", "text": parts.mrkdwn()},
        actions({**button(), "text": parts.mrkdwn()}),
        actions(parts.TYPED[0]),
        section(accessory=parts.MOMENT),
        {**parts.IMAGE, "slack_file": {"id": "F1"}},
        {"type": "image", "alt_text": "no picture"},
        {"type": "card", "subtitle": parts.mrkdwn()},
        {"type": "section", "text": {**plain(), "verbatim": True}},
        {"type": "section", "text": {**parts.mrkdwn(), "emoji": True}},
        {"type": "section", "text": "just a string"},
    ],
    ids=str,
)
def test_what_is_no_good_block_is_refused(block: Any) -> None:
    assert refused_block(block).code == "invalid_blocks"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com",
        "ftp://example.com",
        "javascript:alert(1)",
        "https://",
        "https://a b.org",
        "http://[broken",
    ],
)
def test_a_link_must_be_http(url: str) -> None:
    pointers = refused_block(actions(button(url=url))).details

    assert [pointer.endswith("/blocks/0/elements/0/url]") for pointer in pointers] == [True]


def test_two_blocks_may_not_share_a_block_id() -> None:
    twins = [section(block_id="one"), {"type": "divider", "block_id": "one"}]

    assert refusal({"text": "text", "blocks": twins}).details == [
        "[ERROR] `block_id` one already exists [json-pointer:/blocks/1/block_id]"
    ]


def test_two_buttons_of_a_block_may_not_share_an_action_id() -> None:
    details = refused_block(actions(button("join"), button("join"))).details

    assert "/blocks/0/elements/1/action_id" in details[0]


def test_buttons_of_two_blocks_may_share_an_action_id() -> None:
    blocks = [section(accessory=button("join")), section(accessory=button("join"))]

    check_message({"text": "text", "blocks": blocks})


def test_a_message_has_one_table_at_most() -> None:
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "cell"}]]}
    check_message({"text": "text", "blocks": [table]})

    assert "only_one_table_allowed" in refusal({"text": "t", "blocks": [table, table]}).details[0]


def test_what_only_the_library_of_slack_knows_is_refused_too() -> None:
    container = {
        "type": "container",
        "title": plain(),
        "child_blocks": [section()],
        "is_collapsible": True,
        "has_header_divider": True,
    }

    assert "has_header_divider" in refused_block(container).details[0]


def test_an_input_needs_no_submit_in_a_message() -> None:
    check_message({"text": "text", "blocks": [input_of(parts.plain_input())]})


@pytest.mark.parametrize(
    ("attachments", "code"),
    [
        ("text", "invalid_attachments"),
        (["text"], "invalid_attachments"),
        ([{"colour": "red", "text": "t"}], "invalid_attachments"),
        ([{"title": "t", "blocks": [section()]}], "invalid_attachments"),
        ([{"blocks": [{"type": "header"}]}], "invalid_attachments"),
        ([{"text": "t"}] * 101, "too_many_attachments"),
    ],
)
def test_bad_attachments_are_refused(attachments: Any, code: str) -> None:
    assert refusal({"text": "text", "attachments": attachments}).code == code


def test_good_attachments_are_taken() -> None:
    check_message({"attachments": [{"text": "t", "color": "good"}, {"blocks": [section()]}]})


def metadata(**payload: Any) -> Json:
    return {"event_type": "effect", "event_payload": payload}


def test_metadata_of_plain_values_is_taken() -> None:
    values = metadata(id="1", number=2, ready=True, part={"a": 1}, parts=[{"a": 1}])

    check_message({"text": "text", "metadata": values})


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("{}", "invalid_metadata_format"),
        ({"event_type": "effect"}, "invalid_metadata_format"),
        ({**metadata(), "event_type": ""}, "invalid_metadata_format"),
        ({"event_type": "effect", "event_payload": []}, "invalid_metadata_format"),
        ({**metadata(), "odd": 1}, "invalid_metadata_format"),
        (metadata(id=None), "invalid_metadata_schema"),
        (metadata(ids=["one"]), "invalid_metadata_schema"),
        (metadata(part={"part": {}}), "invalid_metadata_schema"),
        (metadata(id="x" * 8000), "metadata_too_large"),
    ],
)
def test_bad_metadata_is_refused(given: Any, code: str) -> None:
    assert refusal({"text": "text", "metadata": given}).code == code
