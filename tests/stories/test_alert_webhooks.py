"""Monitoring tools send what they send: it is proved, kept without secrets, and answered."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import json
import os
import random
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

import pytest

from bot.alerts.sns import CONFIRMATION
from tests.alerts.cases import ALERTING, BY_NAME, Case
from tests.alerts.judging import faults
from tests.alerts.mangled import mangled
from tests.alerts.receiving import Receiver, receiving
from tests.alerts.sending import WEBHOOKS, Sent, as_json, proved, secret_of, sent
from tests.databases import SQLITE_FIRST, Kind

DOWN = BY_NAME["webhook/uptimerobot_down"]
FIRING = BY_NAME["webhook/alertmanager_firing_single"]
SNS = BY_NAME["webhook/aws_sns_subscription_confirmation"]
MANY = int(os.environ.get("FUZZ", "10000"))
AT_ONCE = 32
SNS_HOST = "sns.eu-west-1.amazonaws.com:443"


@pytest.fixture
async def receiver(tmp_path: Path) -> AsyncIterator[Receiver]:
    async with receiving(tmp_path) as receiver:
        yield receiver


@pytest.fixture(params=SQLITE_FIRST)
async def either(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Receiver]:
    kind: Kind = request.param
    async with receiving(tmp_path, kind) as receiver:
        yield receiver


async def test_every_webhook_yields_its_alerts_also_when_it_is_sent_twice(
    either: Receiver,
) -> None:
    wrong = [fault for case in WEBHOOKS for fault in await _faults_of(either, case)]

    assert wrong == []
    assert set(either.outside.wanted) <= {SNS_HOST}


async def _faults_of(receiver: Receiver, case: Case) -> list[str]:
    """What is wrong after it came once and after it came again, each with the case's name."""
    await receiver.forget()
    found: list[str] = []
    for time in ("once", "twice"):
        answer = await receiver.post(sent(case))
        confirms = case.body.get("Type") == CONFIRMATION
        if answer.status != (429 if confirms else 200):  # SNS is out of reach
            found.append(f"{case.name} {time}: {answer.status} {answer.body}")
        keys = {one.alert.external_id: one.alert for one in await receiver.known()}
        known = [one.alert for one in await receiver.known()]
        now = receiver.scene.clock.now()
        if len(known) != len(case.expected):
            found.append(f"{case.name} {time}: {len(known)} alerts")
        for told in case.expected:
            alert = keys.get(told["external_id"]) or known[0]
            found += [f"{case.name} {time}: {fault}" for fault in faults(alert, told, now)]
    return found


async def test_all_of_them_together_make_each_alert_once(receiver: Receiver) -> None:
    """In any order: what was told to be over before it was told to fire is one with it."""
    cases = [case for case in WEBHOOKS if case.signal in ALERTING]
    random.Random(7).shuffle(cases)  # noqa: S311

    for case in cases:
        assert (await receiver.post(sent(case))).status == 200

    groups = {told["dedup_group"] for case in cases for told in case.expected}
    assert len(await receiver.known()) == len(groups)


@pytest.mark.parametrize("path", ["/alerts/unheard_of", "/alerts/slack", "/alerts/github/x"])
async def test_nobody_else_may_send(receiver: Receiver, path: str) -> None:
    assert (await receiver.post(Sent(path, b"{}"))).status == 404


async def test_without_the_proof_nothing_is_taken(receiver: Receiver) -> None:
    for case in WEBHOOKS:
        good = sent(case)
        forged = {name: text.replace("0", "1") for name, text in good.headers.items()}
        path = good.path.replace("0123456789", "9876543210")
        body = good.body.replace(secret_of("statuscake").encode(), b"0" * 32)
        if (path, body, forged) == (good.path, good.body, good.headers):
            forged["Authorization"] = "Bearer wrong"
        answer = await receiver.post(Sent(path, body, forged))
        bare = await receiver.post(Sent(f"/alerts/{case.told['vendor']}", body))
        assert (case.name, answer.status, bare.status) == (case.name, 401, 401)

    assert await receiver.known() == []
    assert receiver.outside.wanted == []


async def test_either_of_two_secrets_will_do(tmp_path: Path) -> None:
    secrets = "alertmanager=the-old-one-0123456,alertmanager=the-new-one-0123456"
    async with receiving(tmp_path, ALERT_SECRETS=secrets) as receiver:
        for secret in ("the-old-one-0123456", "the-new-one-0123456", "another-0123456789"):
            headers = {"Authorization": f"Bearer {secret}"}
            answer = await receiver.post(
                Sent("/alerts/alertmanager", as_json(FIRING.body), headers)
            )
            assert answer.status == (401 if secret.startswith("another") else 200)


async def test_uptimerobot_may_send_all_in_the_address(receiver: Receiver) -> None:
    path = f"{sent(DOWN).path}?{urlencode(DOWN.body)}"

    assert (await receiver.post(Sent(path, b""), "GET")).status == 200
    (known,) = await receiver.known()
    assert list(faults(known.alert, DOWN.expected[0])) == []
    assert (await receiver.post(sent(FIRING), "GET")).status == 405


async def test_what_nobody_understands_is_kept_without_its_secrets(receiver: Receiver) -> None:
    secret = "hunter2" + "Blue7Horses"
    odd = {"code": secret, "shared_secret": secret, "deep": [{"apiToken": secret}], "hello": "é"}
    kept = await receiver.post(proved("grafana", as_json(odd)))
    garbage = f'{{"Token": "{secret}", "broken'.encode()
    refused = await receiver.post(proved("grafana", garbage))
    token = await receiver.post(
        Sent(
            "/alerts/statuscake",
            f"Token={secret_of('statuscake')}".encode(),
            {"Content-Type": "application/x-www-form-urlencoded"},
        )
    )

    assert (kept.status, refused.status, token.status) == (202, 400, 202)
    unread = await receiver.unread()
    assert len(unread) == 3
    assert not any(secret in one.body or secret_of("statuscake") in one.body for one in unread)
    assert any(json.loads(one.body).get("hello") == "é" for one in unread if "hello" in one.body)
    assert await receiver.known() == []


@pytest.mark.parametrize(
    "body",
    [b"", b"null", b"[]", b"7", b'"text"', b"{", b"\xff\xfe", b"[" * 100_000, b"\0", b"{}"],
    ids=lambda body: repr(body[:8]),
)
async def test_no_body_breaks_it(receiver: Receiver, body: bytes) -> None:
    for source in ("alertmanager", "sentry", "cloudwatch", "statuscake", "cloudevents"):
        assert (await receiver.post(proved(source, body))).status in {200, 202, 400, 401}

    assert await receiver.known() == []


async def test_what_is_too_large_is_refused(receiver: Receiver) -> None:
    large = as_json({**FIRING.body, "padding": "x" * 2_000_000})
    assert (await receiver.post(proved("alertmanager", large))).status == 413

    bomb = gzip.compress(large * 10)
    headers = {"Content-Encoding": "gzip"}
    assert (await receiver.post(proved("alertmanager", bomb, headers))).status == 413
    broken = await receiver.post(proved("alertmanager", b"no gzip", headers))
    assert broken.status == 400


async def test_who_sends_too_much_is_told_when_to_come_again(tmp_path: Path) -> None:
    async with receiving(tmp_path, ALERT_LIMIT="20") as receiver:
        answers = [await receiver.post(sent(FIRING)) for _ in range(3)]
        other = await receiver.post(sent(DOWN))

    assert [answer.status for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 3
    assert other.status == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"SubscribeURL": "https://evil.example.com/?Action=ConfirmSubscription"},
        {"SigningCertURL": "https://evil.example.com/SimpleNotificationService-00.pem"},
        {"SigningCertURL": "https://sns.eu-west-1.amazonaws.com.evil.example.com/x.pem"},
        {"SigningCertURL": "http://169.254.169.254/latest/meta-data"},
    ],
)
async def test_no_other_host_is_ever_asked(receiver: Receiver, changed: dict[str, str]) -> None:
    answer = await receiver.post(sent(SNS, {**SNS.body, **changed}))

    assert answer.status in {401, 429}
    assert set(receiver.outside.wanted) <= {SNS_HOST}


async def _survives(receiver: Receiver, count: int) -> None:
    """So many of them, many at a time."""
    webhooks = ((seed, *mangled(seed)) for seed in itertools.count())
    some = islice((one for one in webhooks if one[1].kind == "webhook"), count)

    async def one_after_the_other() -> None:
        for seed, case, body in some:
            answer = await receiver.post(sent(case, body))
            assert answer.status in {200, 202, 400, 401, 413, 429}, (seed, answer)

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(one_after_the_other())
    told = [one for one in await receiver.unread() if one.why.startswith("It failed")]
    assert told == []
    assert set(receiver.outside.wanted) <= {SNS_HOST}


async def test_mangled_payloads_are_answered(receiver: Receiver) -> None:
    await _survives(receiver, 200)


@pytest.mark.long
@pytest.mark.timeout(0)
async def test_many_mangled_payloads_are_answered(receiver: Receiver) -> None:
    await _survives(receiver, MANY)


@pytest.mark.long
async def test_while_the_database_is_away_the_sender_is_asked_to_send_again(
    receiver: Receiver,
) -> None:
    file = receiver.scene.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answers = await asyncio.gather(*(receiver.post(sent(case)) for case in (FIRING, DOWN)))
        other.execute("ROLLBACK")

    assert [(one.status, one.headers["Retry-After"]) for one in answers] == [(503, "5")] * 2
    assert await receiver.known() == []
    assert (await receiver.post(sent(FIRING))).status == 200
    assert len(await receiver.known()) == 1
