"""Messages of Amazon SNS: believed if SNS signed them, confirmed at SNS and nowhere else."""

from __future__ import annotations

import base64
import copy
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from bot.alerts.errors import NotGenuine
from bot.alerts.sns import (
    certificate_url,
    check_signature,
    confirmation_url,
    is_message,
    signed_text,
)
from tests.alerts.cases import BY_NAME

ALARM = BY_NAME["webhook/aws_cloudwatch_alarm"].body
CONFIRMATION = BY_NAME["webhook/aws_sns_subscription_confirmation"].body
Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@cache
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(of: Key) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(of.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(of, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)


def signed(message: dict[str, Any], version: str = "2", **changed: Any) -> dict[str, Any]:
    told = {**copy.deepcopy(message), "SignatureVersion": version}
    algorithm = hashes.SHA256() if version == "2" else hashes.SHA1()  # noqa: S303
    signature = key().sign(signed_text(told), padding.PKCS1v15(), algorithm)
    return {**told, "Signature": base64.b64encode(signature).decode(), **changed}


@pytest.mark.parametrize("version", ["1", "2"])
@pytest.mark.parametrize("message", [ALARM, CONFIRMATION], ids=["alarm", "confirmation"])
def test_what_sns_signed_is_believed(message: dict[str, Any], version: str) -> None:
    check_signature(signed(message, version), certificate(key()))


@pytest.mark.parametrize(
    "changed",
    [
        {"Message": "{}"},
        {"TopicArn": "arn:aws:sns:eu-west-1:999999999999:other"},
        {"Subject": None},
        {"Signature": "no base64!"},
        {"Signature": "AAAA"},
        {"SignatureVersion": "1"},
        {"SignatureVersion": "3"},
        {"Type": "Other"},
    ],
)
def test_what_was_changed_after_it_was_signed_is_not(changed: dict[str, Any]) -> None:
    with pytest.raises(NotGenuine):
        check_signature(signed(ALARM, **changed), certificate(key()))


def test_the_signatures_of_the_fixtures_are_none() -> None:
    with pytest.raises(NotGenuine):
        check_signature(ALARM, certificate(key()))


@pytest.mark.parametrize("pem", [b"", b"no certificate", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_a_certificate_that_is_none_proves_nothing(pem: bytes) -> None:
    with pytest.raises(NotGenuine):
        check_signature(signed(ALARM), pem)


def test_a_certificate_with_another_kind_of_key_proves_nothing() -> None:
    with pytest.raises(NotGenuine):
        check_signature(signed(ALARM), certificate(ec.generate_private_key(ec.SECP256R1())))


def test_the_addresses_of_sns_are_used() -> None:
    assert certificate_url(ALARM) == ALARM["SigningCertURL"]
    assert confirmation_url(CONFIRMATION) == CONFIRMATION["SubscribeURL"]


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "sns.eu-west-1.amazonaws.com.evil.example",
        "sns.eu-west-1.amazonaws.com:8443",
        "sns.eu-west-1.amazonaws.com@evil.example",
        "evil.example\\@sns.eu-west-1.amazonaws.com",
        "s3.eu-west-1.amazonaws.com",
        "sns.eu-west-1.evil.amazonaws.com",
        "169.254.169.254",
        "localhost",
        "[::1]",
        "[",
        "",
    ],
)
def test_no_other_host_is_ever_asked(host: str) -> None:
    real = "sns.eu-west-1.amazonaws.com"
    with pytest.raises(NotGenuine):
        certificate_url({"SigningCertURL": ALARM["SigningCertURL"].replace(real, host)})
    told = {**CONFIRMATION, "SubscribeURL": CONFIRMATION["SubscribeURL"].replace(real, host)}
    with pytest.raises(NotGenuine):
        confirmation_url(told)


@pytest.mark.parametrize(
    "changed",
    [
        {"SubscribeURL": None},
        {"SubscribeURL": CONFIRMATION["SubscribeURL"].replace("https", "http")},
        {"SubscribeURL": CONFIRMATION["SubscribeURL"].replace("Confirm", "Delete")},
        {"SubscribeURL": CONFIRMATION["SubscribeURL"] + "&Action=DeleteTopic"},
        {"TopicArn": "arn:aws:sns:eu-west-1:999999999999:other"},
    ],
)
def test_only_the_confirmation_of_its_own_topic_is_opened(changed: dict[str, Any]) -> None:
    with pytest.raises(NotGenuine):
        confirmation_url({**CONFIRMATION, **changed})


@pytest.mark.parametrize(
    "path", ["/other.pem", "/SimpleNotificationService-.pem", "/a/../x.pem", ""]
)
def test_only_certificates_of_sns_are_taken(path: str) -> None:
    with pytest.raises(NotGenuine):
        certificate_url({"SigningCertURL": f"https://sns.eu-west-1.amazonaws.com{path}"})


def test_an_alarm_alone_is_no_message_of_sns() -> None:
    assert is_message(ALARM)
    assert not is_message({"AlarmName": "a"})
    assert not is_message({"Type": ["Notification"]})
    assert not is_message(None)
