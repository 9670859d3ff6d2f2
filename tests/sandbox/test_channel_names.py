"""Which channel names the local Slack refuses."""

from __future__ import annotations

import pytest

from bot.sandbox.channel_names import check_channel_name


@pytest.mark.parametrize("name", ["general", "inc-1-checkout_down", "7", "a" * 80, "-a", "_1"])
def test_small_letters_digits_hyphens_and_underscores_make_a_name(name: str) -> None:
    assert check_channel_name(name) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "invalid_name_required"),
        ("a" * 81, "invalid_name_maxlength"),
        ("Checkout", "invalid_name_specials"),
        ("checkout down", "invalid_name_specials"),
        ("checkout.down", "invalid_name_specials"),
        ("#checkout", "invalid_name_specials"),
        ("café", "invalid_name_specials"),
        ("\N{FIRE}", "invalid_name_specials"),
        ("checkout\n", "invalid_name_specials"),
        ("---", "invalid_name_punctuation"),
        ("_-_", "invalid_name_punctuation"),
        ("!?", "invalid_name_punctuation"),
    ],
)
def test_a_bad_name_is_refused_with_the_code_of_slack(name: str, code: str) -> None:
    assert check_channel_name(name) == code
