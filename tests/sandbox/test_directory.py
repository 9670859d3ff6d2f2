"""People and user groups as the bot may look them up."""

from __future__ import annotations

from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import LocalSlack
from tests.sandbox.listening import refusal


async def test_a_person_has_name_locale_and_time_zone(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    zoe = slack.person("zoe", locale="fr-FR", tz="Europe/Paris")

    plain = (await client.users_info(user=zoe.id))["user"]
    full = (await client.users_info(user=zoe.id, include_locale=True))["user"]

    assert (full["name"], full["locale"], full["tz"]) == ("zoe", "fr-FR", "Europe/Paris")
    assert "locale" not in plain
    assert await refusal(client.users_info(user="U404")) == "user_not_found"


async def test_guests_leavers_strangers_and_bots_are_told_apart(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    guest = slack.person("gus", guest=True)
    gone = slack.person("gone", deactivated=True)
    stranger = slack.person("sam", foreign=True)

    async def user(id_: str) -> dict[str, object]:
        shown: dict[str, object] = (await client.users_info(user=id_))["user"]
        return shown

    assert (await user(guest.id))["is_restricted"] is True
    assert (await user(gone.id))["deleted"] is True
    assert (await user(stranger.id))["is_stranger"] is True
    assert (await user(stranger.id))["team_id"] != slack.workspace.team
    assert (await user(slack.bot.id))["is_bot"] is True


async def test_people_are_the_same_at_every_use_and_members_of_general(slack: LocalSlack) -> None:
    ana, guest = slack.person("ana"), slack.person("gus", guest=True)

    assert slack.person("ana") is ana
    assert ana.id in slack.workspace.general.members
    assert guest.id not in slack.workspace.general.members


async def test_users_are_listed_in_pages_without_strangers(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    people = [slack.person(name) for name in ("ana", "bo", "cy")]
    slack.person("sam", foreign=True)

    first = await client.users_list(limit=2, include_locale=True)
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.users_list(limit=2, cursor=cursor)

    listed = [member["id"] for page in (first, second) for member in page["members"]]
    assert listed == [slack.bot.id, *(person.id for person in people)]
    assert second["response_metadata"]["next_cursor"] == ""
    assert first["members"][1]["locale"] == "en-US"


async def test_user_groups_and_who_is_in_them(slack: LocalSlack, client: AsyncWebClient) -> None:
    ana, bo = slack.person("ana"), slack.person("bo")
    group = slack.user_group("sre", ana)

    same = slack.user_group("sre", ana, bo)

    assert same == group
    listed = (await client.usergroups_list(include_users=True))["usergroups"]
    assert [(one["handle"], one["users"]) for one in listed] == [("sre", [ana.id, bo.id])]
    users = await client.usergroups_users_list(usergroup=group)
    assert users["users"] == [ana.id, bo.id]
    missing = client.usergroups_users_list(usergroup="S404")
    assert await refusal(missing) == "no_such_subteam"
