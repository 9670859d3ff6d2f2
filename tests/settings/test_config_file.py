"""The config file becomes the policy, and its mistakes are named by path, value and expectation."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.incident.policy import PRIVATE_WORDS, Policy
from bot.incident.roles import Role
from bot.incident.severity import SHIPPED
from bot.settings import Problem
from bot.settings.yaml_text import read_yaml
from tests.settings.examples import loaded, only_problem, refused


def test_without_a_file_the_policy_is_the_shipped_one(tmp_path: Path) -> None:
    policy = loaded(tmp_path).policy

    assert tuple(policy.severities) == SHIPPED
    assert policy.model_dump(exclude={"severities"}) == Policy().model_dump(exclude={"severities"})


@pytest.mark.parametrize("config", ["# nothing yet\n", "severities: {}\n", "---\n"])
def test_a_file_that_says_nothing_changes_nothing(tmp_path: Path, config: str) -> None:
    assert tuple(loaded(tmp_path, config).policy.severities) == SHIPPED


def test_what_the_file_says_is_the_policy(tmp_path: Path) -> None:
    policy = loaded(
        tmp_path,
        """
        incidents_channel: "#ops-zwischenfälle"
        locale: fr
        zone: Europe/Paris
        channel_pattern: "{date}-inc{number}-{title}"
        links:
          - {title: Dashboards, url: "https://grafana.example.com/d?x=1", emoji: bar_chart}
        without_the_bot: https://wiki.example.com/down
        private_words: [fraud]
        extra_private_words: [whistleblower]
        working_hours: 08:30-17:30
        working_days: [sun, mon]
        action_mark: ":memo:"
        guests_may_act: false
        """,
    ).policy

    assert policy.incidents_channel == "ops-zwischenfälle"
    assert (policy.locale, policy.zone) == ("fr", "Europe/Paris")
    assert policy.channel_pattern == "{date}-inc{number}-{title}"
    [link] = policy.links
    assert (link.title, str(link.url)) == ("Dashboards", "https://grafana.example.com/d?x=1")
    assert link.emoji == ":bar_chart:"
    assert str(policy.without_the_bot) == "https://wiki.example.com/down"
    assert policy.private_words == ("fraud", "whistleblower")
    assert policy.working_hours.days == {0, 6}
    assert (policy.working_hours.opens, policy.working_hours.closes) == (time(8, 30), time(17, 30))
    assert policy.action_mark == "memo"
    assert policy.guests_may_act is False


def test_extra_words_leave_the_shipped_ones_in_place(tmp_path: Path) -> None:
    words = loaded(tmp_path, "extra_private_words: [whistleblower]").policy.private_words

    assert words == (*PRIVATE_WORDS, "whistleblower")


def test_priorities_can_begin_at_zero(tmp_path: Path) -> None:
    severities = loaded(tmp_path, "priorities: from_zero").policy.severities

    p0 = severities.spelled("p0")
    assert p0 is not None
    assert p0.key == "sev1"
    assert not severities.read("p0 Checkout").from_p0


def test_a_severity_is_changed_by_its_key_and_keeps_the_rest(tmp_path: Path) -> None:
    severities = loaded(
        tmp_path,
        """
        severities:
          sev1:
            invite_users: [U012AB3CD, W012AB3CD]
            invite_groups: [S012AB3CD]
            respond_within: 1h30m
            resolve_within: null
            announced: false
            ticket_url: https://tickets.example.com/new
            emoji: ":fire:"
            name: {en: Very bad, fr: Très grave}
            definition: On fire
        """,
    ).policy.severities

    sev1 = severities["sev1"]
    assert sev1.invite_users == ("U012AB3CD", "W012AB3CD")
    assert sev1.invite_groups == ("S012AB3CD",)
    assert sev1.respond_within == timedelta(minutes=90)
    assert sev1.resolve_within is None
    assert sev1.announced is False
    assert sev1.ticket_url == "https://tickets.example.com/new"
    assert sev1.emoji == ":fire:"
    assert (sev1.named("en"), sev1.named("fr")) == ("Very bad", "Très grave")
    assert sev1.defined("fr") == "On fire"
    assert tuple(severities)[1:] == SHIPPED[1:]


def test_a_list_replaces_the_severities_in_its_order(tmp_path: Path) -> None:
    config = "severities: [{key: outage, name: Outage}, {key: sev2, announced: false}]"
    severities = loaded(tmp_path, config).policy.severities

    assert [(level.key, level.rank) for level in severities] == [("outage", 1), ("sev2", 2)]
    assert severities["outage"].respond_within is None
    assert severities["sev2"].respond_within == timedelta(minutes=30)
    assert severities["sev2"].announced is False


@pytest.mark.parametrize(
    ("text", "minutes"), [("15m", 15), ("1h", 60), ("2d", 2880), ("1d2h3m", 1563), ("90m", 90)]
)
def test_a_time_is_written_with_its_units(tmp_path: Path, text: str, minutes: int) -> None:
    sev1 = loaded(tmp_path, f"severities: {{sev1: {{respond_within: {text}}}}}").policy.severities

    assert sev1["sev1"].respond_within == timedelta(minutes=minutes)


@pytest.mark.parametrize("emoji", ["fire", '":fire:"', "thumbsup", "🔥"])
def test_an_emoji_is_a_name_or_a_character(tmp_path: Path, emoji: str) -> None:
    severities = loaded(tmp_path, f"severities: {{sev1: {{emoji: {emoji}}}}}").policy.severities

    assert severities["sev1"].emoji in {":fire:", ":thumbsup:", "🔥"}


@pytest.mark.parametrize(
    ("config", "key", "value"),
    [
        ("incidents_channel: #ops", "incidents_channel", "empty"),
        ("incidents_channel: Ops", "incidents_channel", "'Ops'"),
        ("incidents_channel: the ops", "incidents_channel", "'the ops'"),
        ("incidents_channel: 12", "incidents_channel", "12"),
        ("locale: de", "locale", "'de'"),
        ("locale: no", "locale", "false"),
        ("zone: Europe/Pariss", "zone", "'Europe/Pariss'"),
        ("zone: Europe", "zone", "'Europe'"),
        ("zone: ../../etc/passwd", "zone", "'../../etc/passwd'"),
        ("zone: ''", "zone", "''"),
        ("channel_pattern: inc-{title}", "channel_pattern", "'inc-{title}'"),
        ("channel_pattern: 'inc-{number}-{nmae}'", "channel_pattern", "'inc-{number}-{nmae}'"),
        ("channel_pattern: 'inc-{number:04d}'", "channel_pattern", "'inc-{number:04d}'"),
        ("channel_pattern: 'inc-{number!r}'", "channel_pattern", "'inc-{number!r}'"),
        ("channel_pattern: 'inc-{number'", "channel_pattern", "'inc-{number'"),
        ("channel_pattern: 'inc-{number}-{number}'", "channel_pattern", "'inc-{number}-{number}'"),
        ("channel_pattern: 'INC {number}'", "channel_pattern", "'INC {number}'"),
        ("channel_pattern: '{}-{number}'", "channel_pattern", "'{}-{number}'"),
        ("priorities: 0", "priorities", "0"),
        ("links: {}", "links", "{}"),
        ("links: [{url: 'https://a.example.com'}]", "links[0].title", None),
        ("links: [{title: ' ', url: 'https://a.example.com'}]", "links[0].title", "' '"),
        (
            "links: [{title: a, url: 'ftp://a.example.com'}]",
            "links[0].url",
            "'ftp://a.example.com'",
        ),
        ("without_the_bot: wiki", "without_the_bot", "'wiki'"),
        ("private_words: breach", "private_words", "'breach'"),
        ("private_words: [breach, 1]", "private_words[1]", "1"),
        ("extra_private_words: ['']", "extra_private_words[0]", "''"),
        ("guests_may_act: maybe", "guests_may_act", "'maybe'"),
        ("working_hours: 9-18", "working_hours", "'9-18'"),
        ("working_hours: 18:00-09:00", "working_hours", "'18:00-09:00'"),
        ("working_days: [monday]", "working_days[0]", "'monday'"),
        ("working_days: []", "working_days", "[]"),
        ("action_mark: the dart", "action_mark", "'the dart'"),
        ("severities: high", "severities", "'high'"),
        ("severities: []", "severities", "[]"),
        ("severities: [{key: Sev 1}]", "severities[0].key", "'Sev 1'"),
        ("severities: [{name: Bad}]", "severities[0].key", None),
        ("severities: [{key: a}, {key: a}]", "severities", "[{'key': 'a'}, {'key': 'a'}]"),
        ("severities: {sev1: bad}", "severities.sev1", "'bad'"),
        ("severities: {sev1: {emoji: the fire}}", "severities.sev1.emoji", "'the fire'"),
        ("severities: {sev1: {name: {de: Arg}}}", "severities.sev1.name.de", "'de'"),
        ("severities: {sev1: {name: {en: 1}}}", "severities.sev1.name.en", "1"),
        ("severities: {sev1: {respond_within: 15}}", "severities.sev1.respond_within", "15"),
        ("severities: {sev1: {respond_within: 0m}}", "severities.sev1.respond_within", "'0m'"),
        ("severities: {sev1: {resolve_within: 1 h}}", "severities.sev1.resolve_within", "'1 h'"),
        ("severities: {sev1: {announced: 1}}", "severities.sev1.announced", "1"),
        ("severities: {sev1: {ticket_url: x}}", "severities.sev1.ticket_url", "'x'"),
        (
            "severities: {sev1: {invite_users: [U012AB3CD, ada]}}",
            "severities.sev1.invite_users[1]",
            "'ada'",
        ),
        (
            "severities: [{key: a, invite_groups: [U012AB3CD]}]",
            "severities[0].invite_groups[0]",
            "'U012AB3CD'",
        ),
    ],
)
def test_a_mistake_is_named_by_its_path_and_value(
    tmp_path: Path, config: str, key: str, value: str | None
) -> None:
    problem = only_problem(tmp_path, config)

    assert (problem.key, problem.value) == (key, value)
    assert problem.expected
    assert problem.example
    assert problem.place == "config.yml line 1"


@pytest.mark.parametrize(
    ("config", "key", "hint"),
    [
        ("incident_channel: a", "incident_channel", "Was incidents_channel meant?"),
        ("Locale: fr", "Locale", "Was locale meant?"),
        ("links: [{title: a, url: 'https://a.example.com', emojy: x}]", "links[0].emojy", "emoji"),
        ("severities: {sev1: {anounced: true}}", "severities.sev1.anounced", "Was announced meant"),
        ("severities: {sev1: {key: sev1}}", "severities.sev1.key", ""),
        ("severities: {sev5: {}}", "severities.sev5", "write all of them as a list"),
        ("severities: [{key: a, invite_user: []}]", "severities[0].invite_user", "invite_users"),
        ("slack_bot_token: xoxb-9999", "slack_bot_token", "environment, as SLACK_BOT_TOKEN"),
    ],
)
def test_an_unknown_key_is_refused_and_the_nearest_proposed(
    tmp_path: Path, config: str, key: str, hint: str
) -> None:
    problem = only_problem(tmp_path, config)

    assert problem.key == key
    assert problem.expected.startswith("one of ")
    assert hint in problem.hint
    assert "9999" not in str(problem)


def test_the_keys_that_are_named_as_known_are_those_of_that_place(tmp_path: Path) -> None:
    problem = only_problem(tmp_path, "links: [{title: a, url: 'https://a.example.com', x: 1}]")

    assert problem.expected == "one of title, url, emoji"


def test_a_zone_a_letter_off_is_proposed(tmp_path: Path) -> None:
    assert only_problem(tmp_path, "zone: Europe/Pariss").hint == "Was Europe/Paris meant?"


def test_mistakes_come_in_the_order_of_the_file_with_their_lines(tmp_path: Path) -> None:
    error = refused(
        tmp_path,
        "guests_may_act: perhaps\n"
        "severities:\n"
        "  sev2:\n"
        "    respond_within: 1h\n"
        "    invite_users:\n"
        "      - U012AB3CD\n"
        "      - ada\n"
        "unknown: 1\n"
        "locale: de\n",
    )

    assert [problem.place for problem in error.problems] == [
        "config.yml line 1",
        "config.yml line 7",
        "config.yml line 8",
        "config.yml line 9",
    ]


@pytest.mark.parametrize(
    ("content", "place", "said"),
    [
        ("a:\n\tb: 1", "config.yml line 2, column 1", "cannot start any token"),
        ("emoji: :fire:", "config.yml line 1, column 13", "quotation marks"),
        ("locale: [", "config.yml line 1, column 10", "stream end"),
        ("locale: en\nzone: x\nlocale: fr", "config.yml line 3, column 1", "second time"),
        ("links: [{title: a, title: b}]", "config.yml line 1, column 20", "second time"),
        ("1: a", "config.yml line 1, column 1", "a key is a word"),
        ("_env_file: .env", "config.yml line 1, column 1", "begins with a letter"),
        ("[a]: b", "config.yml line 1, column 1", "a key is a word"),
        ("- a", "config.yml line 1, column 1", "`key: value`"),
        ("just words", "config.yml line 1, column 1", "`key: value`"),
        ("a: !python/object:os.system x", "config.yml line 1, column 4", "tag"),
        ("a: b\n---\nc: d", "config.yml line 2, column 1", "document"),
    ],
)
def test_what_is_not_yaml_is_named_by_line_and_column(
    tmp_path: Path, content: str, place: str, said: str
) -> None:
    problem = only_problem(tmp_path, content)

    assert problem.place == place
    assert said in str(problem)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"a: \x00"])
def test_what_is_not_text_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "config.yml").write_bytes(content)

    assert only_problem(tmp_path).state == "is not plain text in UTF-8"


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    problem = read_yaml(tmp_path)

    assert isinstance(problem, Problem)
    assert problem.key == str(tmp_path)
    assert problem.state.startswith("cannot be read")


def test_yamls_own_way_of_saying_the_same_twice_works(tmp_path: Path) -> None:
    config = "severities: {sev1: &all {emoji: a, announced: false}, sev2: {<<: *all, emoji: b}}"
    severities = loaded(tmp_path, config).policy.severities

    assert (severities["sev2"].emoji, severities["sev2"].announced) == (":b:", False)


def test_variables_with_the_names_of_keys_mean_nothing(tmp_path: Path) -> None:
    policy = loaded(tmp_path, "locale: en", LOCALE="fr", ZONE="Europe/Paris", LINKS="[]").policy

    assert (policy.locale, policy.zone) == ("en", "Etc/UTC")


def test_the_roles_in_use_are_named_in_either_language_each_once(tmp_path: Path) -> None:
    said = loaded(tmp_path, "roles: [ic, deputy, adjoint, responsable communication]\n").policy

    assert said.roles == (Role.IC, Role.DEPUTY, Role.COMMS)


@pytest.mark.parametrize(
    ("config", "hint"),
    [
        ("roles: [scribe, tech]\n", "Somebody has to be in command: ic must be among them."),
        ("roles: [ic, scribbe]\n", "Was scribe meant?"),
        ("roles: [ic, 7]\n", "No role has this name."),
    ],
)
def test_roles_that_leave_nobody_in_command_or_are_none_are_refused(
    tmp_path: Path, config: str, hint: str
) -> None:
    assert only_problem(tmp_path, config).hint == hint


def test_a_severity_says_whether_its_declarer_commands(tmp_path: Path) -> None:
    levels = loaded(tmp_path, "severities: {sev2: {declarer_is_ic: true}}\n").policy.severities

    assert [level.declarer_is_ic for level in levels] == [False, True, True, True]
