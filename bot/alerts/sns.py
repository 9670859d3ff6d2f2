"""Amazon SNS: whether a message is signed by it, and how a subscription is confirmed.

Nothing is fetched here. An address that is no host of SNS is refused before anybody could fetch it.
"""

from __future__ import annotations

import base64
import binascii
import re
from urllib.parse import parse_qs, urlsplit

from bot.alerts.errors import NotGenuine
from bot.alerts.payload import line, pick

_HOST = re.compile(r"sns\.[a-z0-9-]{1,30}\.amazonaws\.com(\.cn)?")
_CERTIFICATE = re.compile(r"/SimpleNotificationService-[0-9a-f]{8,64}\.pem")
CONFIRMATION = "SubscriptionConfirmation"
_OF_A_SUBSCRIPTION = (
    "Message",
    "MessageId",
    "SubscribeURL",
    "Timestamp",
    "Token",
    "TopicArn",
    "Type",
)
_SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    CONFIRMATION: _OF_A_SUBSCRIPTION,
    "UnsubscribeConfirmation": _OF_A_SUBSCRIPTION,
}
_HASHES = {"1": "SHA1", "2": "SHA256"}


def is_message(payload: object) -> bool:
    """False for an alarm alone, as SNS sends it with raw delivery: that is not signed."""
    return line(payload, "Type") in _SIGNED


def certificate_url(payload: object) -> str:
    """Where the certificate is that the message says it is signed with. Raises NotGenuine."""
    address = pick(payload, "SigningCertURL")
    if not isinstance(address, str) or not _is_of_sns(address):
        raise NotGenuine("its certificate is not at an address of SNS")
    if not _CERTIFICATE.fullmatch(urlsplit(address).path):
        raise NotGenuine("its certificate is not where SNS keeps them")
    return address


def confirmation_url(payload: object) -> str:
    """What has to be opened to confirm the subscription. Raises NotGenuine."""
    address, topic = pick(payload, "SubscribeURL"), pick(payload, "TopicArn")
    if not isinstance(address, str) or not _is_of_sns(address):
        raise NotGenuine("the subscription would not be confirmed at SNS")
    told = parse_qs(urlsplit(address).query)
    if told.get("Action") != ["ConfirmSubscription"] or told.get("TopicArn") != [topic]:
        raise NotGenuine("what it wants opened is no confirmation of its topic")
    return address


def check_signature(payload: object, certificate: bytes) -> None:
    """Raises NotGenuine, unless the certificate's key has signed the message."""
    # Loading it takes a while, and few have alarms of Amazon.
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import padding, rsa
    from cryptography.x509 import load_pem_x509_certificate

    name = _HASHES.get(str(pick(payload, "SignatureVersion")))
    if name is None:
        raise NotGenuine("its signature is of no version that is known")
    try:
        key = load_pem_x509_certificate(certificate).public_key()
        if not isinstance(key, rsa.RSAPublicKey):
            raise NotGenuine("its certificate has another kind of key")
        algorithm = getattr(hashes, name)()
        key.verify(_signature(payload), signed_text(payload), padding.PKCS1v15(), algorithm)
    except (InvalidSignature, ValueError):
        raise NotGenuine("its signature is not that of SNS") from None


def signed_text(payload: object) -> bytes:
    """The fields that are signed, each with its name, a line each."""
    names = _SIGNED.get(str(pick(payload, "Type")), ())
    told = ((name, pick(payload, name)) for name in names)
    lines = [f"{name}\n{value}\n" for name, value in told if isinstance(value, str)]
    return "".join(lines).encode("utf-8", "surrogatepass")


def _signature(payload: object) -> bytes:
    try:
        return base64.b64decode(str(pick(payload, "Signature")), validate=True)
    except binascii.Error:
        raise NotGenuine("its signature cannot be read") from None


def _is_of_sns(address: str) -> bool:
    """Https, a host of SNS, and neither a port nor a name before it."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    plain = parts.scheme == "https" and port is None and parts.netloc == parts.hostname
    return plain and len(address) <= 2000 and bool(_HOST.fullmatch(parts.hostname or ""))
