"""One good example of every block, with every field it may carry, by where it may stand."""

from __future__ import annotations

from tests.sandbox.blockkit_parts import (
    BOXES,
    CONFIRM,
    IMAGE,
    INLINE,
    MENUS,
    MOMENT,
    PRESSED,
    RICH_INPUT,
    SHORT_RICH_TEXT,
    STORED_IMAGE,
    TIMES,
    TYPED,
    WORKFLOW_BUTTON,
    Json,
    actions,
    button,
    home,
    input_of,
    modal,
    mrkdwn,
    plain,
    plain_input,
    section,
)

_SECTION: Json = {"type": "rich_text_section", "elements": INLINE}
RICH_TEXTS: list[Json] = [
    *[{"type": "rich_text", "elements": [{**_SECTION, "elements": [part]}]} for part in INLINE],
    *[
        {"type": "rich_text", "block_id": "b-rich", "elements": [element]}
        for element in (
            {
                "type": "rich_text_list",
                "style": "ordered",
                "indent": 1,
                "border": 1,
                "elements": [{**_SECTION, "elements": INLINE[:2]}],
            },
            {"type": "rich_text_quote", "border": 0, "elements": INLINE[:2]},
            {"type": "rich_text_preformatted", "border": 0, "elements": INLINE[:2]},
        )
    ],
]
CARD: Json = {
    "type": "card",
    "block_id": "b-card",
    "title": mrkdwn(),
    "subtitle": mrkdwn(),
    "body": mrkdwn(),
    "hero_image": IMAGE,
    "icon": STORED_IMAGE,
    "actions": [button()],
}
_TASK: Json = {
    "type": "task_card",
    "block_id": "b-task",
    "task_id": "t1",
    "title": "Look",
    "status": "in_progress",
    "details": SHORT_RICH_TEXT,
    "output": SHORT_RICH_TEXT,
    "sources": [{"type": "url", "url": "https://example.com", "text": "Source"}],
}
_FEEDBACK: Json = {"text": plain("Good"), "value": "good", "accessibility_label": "Good answer"}
_CELLS: list[Json] = [
    {"type": "raw_text", "text": "cell"},
    {"type": "raw_number", "text": "1", "value": 1.5},
    SHORT_RICH_TEXT,
]

EVERYWHERE: list[Json] = [
    *[actions(element) for element in [*PRESSED, *MENUS, *BOXES, *TIMES, RICH_INPUT]],
    {"type": "context", "block_id": "b", "elements": [IMAGE, STORED_IMAGE, plain(), mrkdwn()]},
    {"type": "divider", "block_id": "b-divider"},
    {"type": "header", "block_id": "b-header", "text": plain()},
    {**IMAGE, "block_id": "b-image", "title": plain()},
    {**STORED_IMAGE, "slack_file": {"url": "https://example.com/f"}, "title": plain()},
    *[input_of(element) for element in [*MENUS, *BOXES, *TIMES, RICH_INPUT, TYPED[0]]],
    *RICH_TEXTS,
    section(block_id="b-section", expand=True, accessory=IMAGE),
    *[section(accessory=element) for element in [*PRESSED, *MENUS, *BOXES, *TIMES]],
    {"type": "section", "fields": [plain(), mrkdwn()]},
    {
        "type": "video",
        "block_id": "b-video",
        "alt_text": "A film",
        "title": plain(),
        "title_url": "https://example.com",
        "thumbnail_url": "https://example.com/thumb.png",
        "video_url": "https://example.com/film",
        "author_name": "Ana",
        "description": plain(),
        "provider_name": "Films",
        "provider_icon_url": "https://example.com/icon.png",
    },
    CARD,
]
ONLY_MESSAGES: list[Json] = [
    actions(WORKFLOW_BUTTON),
    section(accessory=WORKFLOW_BUTTON),
    {
        "type": "container",
        "block_id": "b-container",
        "child_blocks": [section(), {"type": "divider"}],
        "title": plain(),
        "subtitle": mrkdwn(),
        "icon": IMAGE,
        "is_collapsible": True,
        "default_collapsed": True,
        "width": "wide",
    },
    {
        "type": "container",
        "child_blocks": [section()],
        "rich_text_title": SHORT_RICH_TEXT,
        "has_header_divider": True,
    },
    {
        "type": "context_actions",
        "block_id": "b-feedback",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "feedback",
                "positive_button": _FEEDBACK,
                "negative_button": _FEEDBACK,
            },
            {
                "type": "icon_button",
                "action_id": "trash",
                "icon": "trash",
                "text": plain("Delete"),
                "value": "42",
                "confirm": CONFIRM,
                "accessibility_label": "Delete it",
                "visible_to_user_ids": ["U0ONE"],
            },
        ],
    },
    {
        "type": "data_table",
        "block_id": "b-data",
        "caption": "Numbers",
        "page_size": 5,
        "row_header_column_index": 0,
        "rows": [_CELLS, _CELLS],
    },
    {"type": "file", "block_id": "b-file", "external_id": "one", "source": "remote"},
    {"type": "markdown", "block_id": "b-markdown", "text": "# Title"},
    {"type": "plan", "block_id": "b-plan", "title": "Plan", "tasks": [_TASK]},
    {
        "type": "table",
        "block_id": "b-table",
        "rows": [_CELLS, _CELLS],
        "column_settings": [{"align": "right", "is_wrapped": True}],
    },
    _TASK,
]
ONLY_MODALS: list[Json] = [
    {"type": "alert", "block_id": "b-alert", "text": mrkdwn(), "level": "warning"},
    *[input_of(element) for element in TYPED[1:]],
    input_of({"type": "channels_select", "action_id": "c", "response_url_enabled": True}),
]
NOT_IN_MODALS: list[Json] = [{"type": "carousel", "block_id": "b-carousel", "elements": [CARD]}]
NOT_IN_HOME: list[Json] = [actions(MOMENT), input_of(MOMENT)]

IN_MESSAGES = [*EVERYWHERE, *ONLY_MESSAGES, *NOT_IN_MODALS, *NOT_IN_HOME]
IN_MODALS = [*EVERYWHERE, *ONLY_MODALS, *NOT_IN_HOME]
IN_HOME = [*EVERYWHERE, *NOT_IN_MODALS]

FULL_MODAL = modal(
    section(),
    input_of(plain_input()),
    submit=plain("Send"),
    close=plain("Cancel"),
    callback_id="declare",
    external_id="one-of-a-kind",
    private_metadata="{}",
    clear_on_close=True,
    notify_on_close=True,
)
FULL_HOME = home(section(), callback_id="home", external_id="home-1", private_metadata="{}")
