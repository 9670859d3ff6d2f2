"""The shapes of what people press, pick and type into: buttons, menus, pickers, inputs."""

from __future__ import annotations

from bot.sandbox.blockkit_choices import (
    date_exists,
    initial_is_offered,
    initial_text_fits,
    numbers_are_in_order,
)
from bot.sandbox.blockkit_rich_text import RICH_TEXT
from bot.sandbox.blockkit_shapes import (
    Check,
    address,
    exactly_one_of,
    flag,
    kinds,
    many,
    matching,
    number,
    one_of,
    plain_shape,
    ruled,
    shape,
    text,
)
from bot.sandbox.blockkit_texts import (
    CONFIRM,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    PLACEHOLDER,
    PLAIN_OPTION,
    RICH_OPTION,
    STYLE,
    plain_text,
)

_ACTED_ON: dict[str, Check] = {"action_id": text(255)}
_CHOICE: dict[str, Check] = {**_ACTED_ON, "confirm": CONFIRM, "focus_on_load": flag}
_MENU: dict[str, Check] = {**_CHOICE, "placeholder": PLACEHOLDER}
_DISPATCH = plain_shape(
    {},
    {"trigger_actions_on": many(one_of("on_enter_pressed", "on_character_entered"), 2, at_least=1)},
)
_INPUT: dict[str, Check] = {
    **_ACTED_ON,
    "placeholder": PLACEHOLDER,
    "focus_on_load": flag,
    "dispatch_action_config": _DISPATCH,
}
_BUTTON: dict[str, Check] = {
    **_ACTED_ON,
    "confirm": CONFIRM,
    "style": STYLE,
    "accessibility_label": text(75),
}
_SEVERAL: dict[str, Check] = {"max_selected_items": number(1)}
_OPTIONS: dict[str, Check] = {
    "options": many(PLAIN_OPTION, 100, at_least=1),
    "option_groups": many(OPTION_GROUP, 100, at_least=1),
}
_CONVERSATIONS: dict[str, Check] = {
    "default_to_current_conversation": flag,
    "filter": plain_shape(
        {},
        {
            "include": many(one_of("im", "mpim", "private", "public"), at_least=1),
            "exclude_bot_users": flag,
            "exclude_external_shared_channels": flag,
        },
    ),
}
_RESPONSE_URL: dict[str, Check] = {"response_url_enabled": flag}
_RICH_OPTIONS = many(RICH_OPTION, 10, at_least=1)
_NUMERAL = matching(r"-?\d+(\.\d+)?", "12 or -3.5")

BUTTON = shape(
    {"text": plain_text(75)}, {**_BUTTON, "url": address(at_most=3000), "value": text(2000)}
)

_FEEDBACK = plain_shape(
    {"text": plain_text(75), "value": text(2000)}, {"accessibility_label": text(75)}
)
CONTEXT_ACTIONS: dict[str, Check] = {
    "feedback_buttons": shape(
        {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, _ACTED_ON
    ),
    "icon_button": shape(
        {"icon": one_of("trash"), "text": plain_text(75)},
        {
            **_ACTED_ON,
            "value": text(2000),
            "confirm": CONFIRM,
            "accessibility_label": text(75),
            "visible_to_user_ids": many(text()),
        },
    ),
}

_MENUS: dict[str, Check] = {
    "static_select": ruled(
        shape({}, {**_MENU, **_OPTIONS, "initial_option": PLAIN_OPTION}),
        exactly_one_of("options", "option_groups"),
        initial_is_offered,
    ),
    "external_select": shape(
        {}, {**_MENU, "initial_option": PLAIN_OPTION, "min_query_length": number(0)}
    ),
    "users_select": shape({}, {**_MENU, "initial_user": text()}),
    "channels_select": shape({}, {**_MENU, **_RESPONSE_URL, "initial_channel": text()}),
    "conversations_select": shape(
        {}, {**_MENU, **_RESPONSE_URL, **_CONVERSATIONS, "initial_conversation": text()}
    ),
    "multi_static_select": ruled(
        shape(
            {},
            {**_MENU, **_SEVERAL, **_OPTIONS, "initial_options": many(PLAIN_OPTION, at_least=1)},
        ),
        exactly_one_of("options", "option_groups"),
        initial_is_offered,
    ),
    "multi_external_select": shape(
        {},
        {
            **_MENU,
            **_SEVERAL,
            "initial_options": many(PLAIN_OPTION, at_least=1),
            "min_query_length": number(0),
        },
    ),
    "multi_users_select": shape({}, {**_MENU, **_SEVERAL, "initial_users": many(text())}),
    "multi_channels_select": shape({}, {**_MENU, **_SEVERAL, "initial_channels": many(text())}),
    "multi_conversations_select": shape(
        {}, {**_MENU, **_SEVERAL, **_CONVERSATIONS, "initial_conversations": many(text())}
    ),
}
_BOXES: dict[str, Check] = {
    "checkboxes": ruled(
        shape(
            {"options": _RICH_OPTIONS},
            {**_CHOICE, "initial_options": many(RICH_OPTION, at_least=1)},
        ),
        initial_is_offered,
    ),
    "radio_buttons": ruled(
        shape({"options": _RICH_OPTIONS}, {**_CHOICE, "initial_option": RICH_OPTION}),
        initial_is_offered,
    ),
}
_DAY_AND_TIME: dict[str, Check] = {
    "datepicker": ruled(
        shape({}, {**_MENU, "initial_date": matching(r"\d{4}-\d\d-\d\d", "2026-11-21")}),
        date_exists,
    ),
    "timepicker": shape(
        {},
        {
            **_MENU,
            "initial_time": matching(r"([01]\d|2[0-3]):[0-5]\d", "09:30"),
            "timezone": text(),
        },
    ),
}
_MOMENT: dict[str, Check] = {
    "datetimepicker": shape({}, {**_CHOICE, "initial_date_time": number(10**9, 10**10 - 1)})
}
_RICH_INPUT: dict[str, Check] = {
    "rich_text_input": shape(
        {},
        {
            **_INPUT,
            "initial_value": kinds({"rich_text": RICH_TEXT}),
            "min_lines": number(1),
            "max_lines": number(1),
        },
    )
}
_TYPED: dict[str, Check] = {
    "plain_text_input": ruled(
        shape(
            {},
            {
                **_INPUT,
                "initial_value": text(3000, at_least=0),
                "multiline": flag,
                "min_length": number(0, 3000),
                "max_length": number(1, 3000),
            },
        ),
        initial_text_fits,
    ),
    "email_text_input": shape({}, {**_INPUT, "initial_value": text()}),
    "url_text_input": shape({}, {**_INPUT, "initial_value": address()}),
    "number_input": ruled(
        shape(
            {"is_decimal_allowed": flag},
            {**_INPUT, **dict.fromkeys(("initial_value", "min_value", "max_value"), _NUMERAL)},
        ),
        numbers_are_in_order,
    ),
    "file_input": shape(
        {}, {**_ACTED_ON, "filetypes": many(text(), at_least=1), "max_files": number(1, 10)}
    ),
}
_WORKFLOW = plain_shape(
    {
        "trigger": plain_shape(
            {"url": address()},
            {"customizable_input_parameters": many(plain_shape({"name": text(), "value": text()}))},
        )
    }
)
_PRESSED: dict[str, Check] = {
    "button": BUTTON,
    "workflow_button": shape({"text": plain_text(75), "workflow": _WORKFLOW}, _BUTTON),
    "overflow": shape(
        {"options": many(OVERFLOW_OPTION, 5, at_least=1)}, {**_ACTED_ON, "confirm": CONFIRM}
    ),
}

IN_SECTION: dict[str, Check] = {**_PRESSED, **_MENUS, **_BOXES, **_DAY_AND_TIME}
IN_ACTIONS: dict[str, Check] = {**IN_SECTION, **_MOMENT, **_RICH_INPUT}
IN_INPUT: dict[str, Check] = {
    **_MENUS,
    **_BOXES,
    **_DAY_AND_TIME,
    **_MOMENT,
    **_TYPED,
    **_RICH_INPUT,
}
