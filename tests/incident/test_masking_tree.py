"""A message's whole tree is masked, also where Slack has cut a secret in pieces."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.incident.masking import Masker, mask_of
from bot.incident.masking_tree import mask_tree
from tests.incident.secrets_made_up import PASSWORD, TOKENS

masker = Masker()
TOKEN, PAT = TOKENS["github-pat"], mask_of("github-pat")
PW, IN_URL = mask_of("password"), mask_of("url-password")


def section(*elements: Any) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(elements)}


def text(said: str, **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": said, **more}


def test_every_string_of_a_message_is_masked() -> None:
    message = {
        "text": f"see {TOKEN}",
        "blocks": [{"type": "rich_text", "elements": [section(text(f"see {TOKEN}"))]}],
        "attachments": [{"fallback": TOKEN, "ts": 1.5, "mrkdwn_in": None}],
        "user": "U012AB3CD",
    }

    masked, found = mask_tree(masker, message)

    assert found == ("github-pat",)
    assert masked == {
        "text": f"see {PAT}",
        "blocks": [{"type": "rich_text", "elements": [section(text(f"see {PAT}"))]}],
        "attachments": [{"fallback": PAT, "ts": 1.5, "mrkdwn_in": None}],
        "user": "U012AB3CD",
    }
    assert message["text"] == f"see {TOKEN}"


def test_a_password_in_another_style_than_its_name_is_masked() -> None:
    line = section(text("password: ", style={"bold": True}), text(PASSWORD), text(" is it"))

    masked, found = mask_tree(masker, line)

    assert found == ("password",)
    assert masked == section(text("password: ", style={"bold": True}), text(PW), text(" is it"))


def test_a_secret_in_two_elements_leaves_nothing_in_either() -> None:
    masked, found = mask_tree(masker, section(text("a " + TOKEN[:15]), text(TOKEN[15:] + " b")))

    assert found == ("github-pat",)
    assert masked == section(text(f"a {PAT}"), text(f"{PAT} b"))


def test_only_the_secret_is_masked_where_its_end_is_a_common_letter() -> None:
    link = {"type": "link", "url": "https://e.example.com", "text": "e is here"}

    masked, _ = mask_tree(masker, section(text(f"password: {PASSWORD[:-1]}"), link))

    assert PASSWORD[-1] == "e"
    assert masked == section(text(f"password: {PW}"), {**link, "text": f"{PW} is here"})


def test_a_password_of_which_slack_made_a_mail_address_is_masked() -> None:
    address = f"{PASSWORD}@db.example.com"
    link = {"type": "link", "url": f"mailto:{address}", "text": address}

    masked, found = mask_tree(masker, section(text("postgres://app:"), link, text("/shop")))

    assert found == ("url-password",)
    hidden = f"{IN_URL}@db.example.com"
    assert masked["elements"][1] == {"type": "link", "url": f"mailto:{hidden}", "text": hidden}
    assert masked["elements"][2] == text("/shop")


def test_the_same_in_a_text_of_slacks_is_masked() -> None:
    address = f"{PASSWORD}@db.example.com"

    masked, _ = mask_tree(masker, f"postgres://app:<mailto:{address}|{address}>/shop")

    assert PASSWORD not in masked
    assert masked == f"postgres://app:<mailto:{IN_URL}@db.example.com|{IN_URL}@db.example.com>/shop"


def test_an_address_that_is_not_shown_is_masked_too() -> None:
    link = {"type": "link", "url": f"https://ana:{PASSWORD}@git.example.com", "text": "the repo"}

    masked, _ = mask_tree(masker, section(link))

    assert masked["elements"][0]["url"] == f"https://ana:{IN_URL}@git.example.com"
    assert masked["elements"][0]["text"] == "the repo"


def test_an_address_without_a_text_is_read_as_it_stands() -> None:
    link = {"type": "link", "url": f"https://ana:{PASSWORD}@git.example.com"}

    assert mask_tree(masker, section(link))[0] == section(
        {"type": "link", "url": f"https://ana:{IN_URL}@git.example.com"}
    )


def test_a_mention_parts_what_stands_around_it() -> None:
    line = section(text("password "), {"type": "user", "user_id": "U012AB3CD"}, text(": later"))

    assert mask_tree(masker, line) == (line, ())


def test_a_field_is_read_with_its_title() -> None:
    fields = [{"title": "Password", "value": PASSWORD}, {"title": "Build", "value": PASSWORD}]

    masked, found = mask_tree(masker, {"fields": fields})

    assert found == ("password",)
    assert masked["fields"] == [{"title": "Password", "value": PW}, fields[1]]


_strings = st.one_of(
    st.text(max_size=12),
    st.sampled_from([TOKEN, TOKEN[:20], TOKEN[20:], "password: ", PASSWORD, "://a:", "@h"]),
)
_elements = st.fixed_dictionaries(
    {"type": st.sampled_from(["text", "link", "user"])},
    optional={"text": _strings | st.none(), "url": _strings, "user_id": _strings},
)
_sections = st.builds(
    lambda elements: section(*elements), st.lists(_elements | _strings | st.none(), max_size=5)
)
_trees = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | _strings | _sections,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["type", "elements", "title", "value", "text"]), inner)
    ),
    max_leaves=12,
)


def shape(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: shape(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [shape(item) for item in tree]
    return str if isinstance(tree, str) else tree


@given(_trees)
def test_a_tree_keeps_its_shape_and_is_masked_once(tree: Any) -> None:
    masked, found = mask_tree(masker, tree)

    assert shape(masked) == shape(tree)
    assert (masked == tree) == (not found)
    assert mask_tree(masker, masked) == (masked, ())


def test_a_secret_cut_by_the_signs_of_a_style_is_not_left_in_the_text() -> None:
    """In `text` the signs stand in the middle of it; what people read is in the rich text."""
    line = section(text("a " + TOKEN[:15], style={"bold": True}), text(f"{TOKEN[15:]} & <b>"))
    message = {
        "text": f"*a {TOKEN[:15]}*{TOKEN[15:]} &amp; &lt;b&gt;",
        "blocks": [{"type": "rich_text", "elements": [line]}],
    }

    masked, _ = mask_tree(masker, message)

    assert masked["text"] == f"a {PAT}{PAT} &amp; &lt;b&gt;"
    assert TOKEN[:10] not in str(masked)
    assert TOKEN[20:] not in str(masked)


def test_a_password_whose_name_is_bold_is_not_left_in_the_text() -> None:
    line = section(text("password:", style={"bold": True}), text(f" {PASSWORD}"))
    message = {
        "text": f"*password:* {PASSWORD}",
        "blocks": [{"type": "rich_text", "elements": [line]}],
    }

    assert PASSWORD not in str(mask_tree(masker, message)[0])


def test_the_text_stays_where_nothing_was_masked_or_rich_text_tells_less() -> None:
    rich = {"type": "rich_text", "elements": [section(text("hi"))]}
    other = {"type": "section", "text": {"type": "mrkdwn", "text": TOKEN}}

    assert mask_tree(masker, {"text": "*hi*", "blocks": [rich]})[0]["text"] == "*hi*"
    assert mask_tree(masker, {"text": "*hi*", "blocks": [other]})[0]["text"] == "*hi*"
