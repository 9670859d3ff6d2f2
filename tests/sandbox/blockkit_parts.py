"""What blocks are made of: short makers, and one good example of each element."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plain(text: str = "text") -> Json:
    return {"type": "plain_text", "text": text, "emoji": True}


def mrkdwn(text: str = "*text*") -> Json:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def option(value: str = "one") -> Json:
    return {"text": plain(value), "value": value, "description": plain("why")}


def rich_option(value: str = "one") -> Json:
    return {"text": mrkdwn(value), "value": value, "description": mrkdwn("why")}


def section(text: str = "hello", **more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(text), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "block_id": "b-actions", "elements": list(elements)}


def input_of(element: Json) -> Json:
    return {
        "type": "input",
        "block_id": "b-input",
        "label": plain("Label"),
        "element": element,
        "hint": plain("Hint"),
        "optional": True,
        "dispatch_action": False,
    }


def button(action_id: str = "press", **more: Any) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain("Press"), **more}


def plain_input(**more: Any) -> Json:
    return {"type": "plain_text_input", "action_id": "typed", **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain("Title"), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


CONFIRM: Json = {
    "title": plain("Sure?"),
    "text": mrkdwn("Really?"),
    "confirm": plain("Yes"),
    "deny": plain("No"),
    "style": "danger",
}
_CHOICE: Json = {"action_id": "choose", "confirm": CONFIRM, "focus_on_load": True}
_MENU: Json = {**_CHOICE, "placeholder": plain("Choose")}
_TYPED: Json = {
    "action_id": "typed",
    "placeholder": plain("Type"),
    "focus_on_load": True,
    "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]},
}
_FILTER: Json = {
    "include": ["im", "mpim", "private", "public"],
    "exclude_bot_users": True,
    "exclude_external_shared_channels": False,
}
IMAGE: Json = {
    "type": "image",
    "image_url": "https://example.com/graph.png",
    "alt_text": "A graph",
}
STORED_IMAGE: Json = {"type": "image", "slack_file": {"id": "F0GRAPH"}, "alt_text": "A graph"}
_STYLE: Json = {"bold": True, "code": True, "italic": True, "strike": True, "underline": True}
INLINE: list[Json] = [
    {"type": "text", "text": "text", "style": _STYLE},
    {"type": "link", "url": "https://example.com", "text": "here", "unsafe": False},
    {"type": "broadcast", "range": "here"},
    {"type": "channel", "channel_id": "C0ONE"},
    {"type": "color", "value": "#ff0000"},
    {
        "type": "date",
        "timestamp": 1_795_000_000,
        "format": "{date}",
        "fallback": "then",
        "url": "https://example.com",
    },
    {"type": "emoji", "name": "tada", "unicode": "1f389"},
    {"type": "team", "team_id": "T0ONE"},
    {"type": "user", "user_id": "U0ONE"},
    {"type": "usergroup", "usergroup_id": "S0ONE"},
]
SHORT_RICH_TEXT: Json = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "cell"}]}],
}

MENUS: list[Json] = [
    {"type": "static_select", **_MENU, "options": [option()], "initial_option": option()},
    {
        "type": "static_select",
        **_MENU,
        "option_groups": [{"label": plain("Group"), "options": [option()]}],
        "initial_option": option(),
    },
    {"type": "external_select", **_MENU, "initial_option": option(), "min_query_length": 2},
    {"type": "users_select", **_MENU, "initial_user": "U0ONE"},
    {"type": "channels_select", **_MENU, "initial_channel": "C0ONE"},
    {
        "type": "conversations_select",
        **_MENU,
        "initial_conversation": "C0ONE",
        "default_to_current_conversation": True,
        "filter": _FILTER,
    },
    {
        "type": "multi_static_select",
        **_MENU,
        "options": [option("one"), option("two")],
        "initial_options": [option("two")],
        "max_selected_items": 2,
    },
    {
        "type": "multi_static_select",
        **_MENU,
        "option_groups": [{"label": plain("Group"), "options": [option()]}],
    },
    {
        "type": "multi_external_select",
        **_MENU,
        "initial_options": [option()],
        "min_query_length": 1,
        "max_selected_items": 1,
    },
    {"type": "multi_users_select", **_MENU, "initial_users": ["U0ONE"], "max_selected_items": 1},
    {"type": "multi_channels_select", **_MENU, "initial_channels": ["C0ONE"]},
    {
        "type": "multi_conversations_select",
        **_MENU,
        "initial_conversations": ["C0ONE"],
        "default_to_current_conversation": False,
        "filter": _FILTER,
    },
]
BOXES: list[Json] = [
    {
        "type": "checkboxes",
        **_CHOICE,
        "options": [rich_option(), option("two")],
        "initial_options": [rich_option()],
    },
    {
        "type": "radio_buttons",
        **_CHOICE,
        "options": [rich_option(), option("two")],
        "initial_option": rich_option(),
    },
]
TIMES: list[Json] = [
    {"type": "datepicker", **_MENU, "initial_date": "2026-11-21"},
    {"type": "timepicker", **_MENU, "initial_time": "23:59", "timezone": "Europe/Paris"},
]
MOMENT: Json = {"type": "datetimepicker", **_CHOICE, "initial_date_time": 1_795_000_000}
RICH_INPUT: Json = {
    "type": "rich_text_input",
    **_TYPED,
    "initial_value": SHORT_RICH_TEXT,
    "min_lines": 1,
    "max_lines": 4,
}
TYPED: list[Json] = [
    {
        "type": "plain_text_input",
        **_TYPED,
        "initial_value": "typed",
        "multiline": True,
        "min_length": 1,
        "max_length": 3000,
    },
    {"type": "email_text_input", **_TYPED, "initial_value": "ana@example.com"},
    {"type": "url_text_input", **_TYPED, "initial_value": "https://example.com"},
    {
        "type": "number_input",
        **_TYPED,
        "is_decimal_allowed": True,
        "initial_value": "2.5",
        "min_value": "-1",
        "max_value": "10",
    },
    {"type": "file_input", "action_id": "file", "filetypes": ["png"], "max_files": 3},
]
PRESSED: list[Json] = [
    button(
        url="https://example.com",
        value="42",
        style="primary",
        confirm=CONFIRM,
        accessibility_label="Press me",
    ),
    {
        "type": "overflow",
        "action_id": "more",
        "confirm": CONFIRM,
        "options": [{**option(), "url": "https://example.com"}],
    },
]
WORKFLOW_BUTTON: Json = {
    "type": "workflow_button",
    "action_id": "flow",
    "text": plain("Run"),
    "style": "danger",
    "confirm": CONFIRM,
    "accessibility_label": "Run it",
    "workflow": {
        "trigger": {
            "url": "https://example.com/flow",
            "customizable_input_parameters": [{"name": "number", "value": "42"}],
        }
    },
}
