"""Our own rules: what people paste and code scanners leave out, told by what stands before it."""

from __future__ import annotations

import re

from bot.incident.masking_rule import Rule

_KEY_LINES = (
    r"(?>(?:[\s>|*`\"']|\\[rn])*"
    r"(?:(?:Proc-Type|DEK-Info|Version|Comment):[^\n]{0,200}|[A-Za-z0-9+/=]{16,}))*"
    r"(?>[\s>|]*[A-Za-z0-9+/]{1,15}={1,2}(?![\w=]))?"
)
_PRIVATE_KEY = (
    r"(-----BEGIN [A-Z0-9 ]{0,60}PRIVATE KEY(?: BLOCK)?-----"
    r"(?:[\s\S]{0,10000}?-----END [A-Z0-9 ]{0,60}PRIVATE KEY(?: BLOCK)?-----"
    rf"|{_KEY_LINES}))"
)
_END_OF_KEY = (
    r"(?m)^((?:[A-Za-z0-9+/=]{40,80}\r?\n){0,200}[A-Za-z0-9+/=]{4,80}\r?\n"
    r"-----END [A-Z0-9 ]{0,60}PRIVATE KEY(?: BLOCK)?-----)"
)
_NO_QUOTES = r"\s\"'`<>|"
_NEXT_IN_QUERY = r"(?![&;](?:amp;)?[\w.-]{1,40}=)"
_VALUE = rf"(?:{_NEXT_IN_QUERY}[^{_NO_QUOTES}])*{_NEXT_IN_QUERY}[^\\{_NO_QUOTES}.,;:)\]}}]"
_QUOTED = r"(?<=[\"'`])[^\"'`\n]{3,}[^\\\"'`\n](?=\\?[\"'`])"
_SEP = r"\\?[\"'`*_]{0,3}\s{0,3}(?:=>|:=|==?|:(?!//))\s{0,3}(?:[*_]{1,2}\s{0,3})?(?:\\?[\"'`])?"
_SAYS = r"\s(?:is|was|est|:)(?: now| again| maintenant)?:?\s{1,3}[*_]{0,2}[\"'`]?"
_SHOWN = r"\s{1,2}[*_]{0,2}[\"'`](?=[^\"'`\s]{3,}[\"'`])"
"""As code, right behind its name."""
_PW_NAME = r"(?:pass(?:word|wd|phrase|code)|pwd|mot[ _]de[ _]passe|\bmdp|(?<![a-z])pass)"
_KEYS = ("api", "access", "account", "private", "signing", "encryption", "master", "secret", "auth")
_NAME_OF_SECRET = (
    rf"(?:(?:{'|'.join(f'(?<={word})|(?<={word}[ _-])' for word in _KEYS)})key"
    r"|secret_key_base|secret|token|jeton|credentials?|cl[eé] (?:api|d['\u2019]api|secr[eè]te))"
)

_HOLLOW = re.compile(
    r"[$%{<(\[*/~•].{0,2}$|\$\{?\w+\}?$|%\w+%$|\{\{|\$\{|\$\(|/|~/|https?:"
    r"|(?:null|none|nil|true|false|undefined|empty|unset|missing|redacted|hidden|masked|secret)\b"
    r"|(?:x+|\.+|-+|_+|\*+)$|[A-Za-z_][\w.]*[(\[]|(?:os|process|env|config|self|this|vars)\."
    r"|[A-Z]{2,10}-\d+$",
    re.IGNORECASE,
)
"""In place of a value: a variable, a path, a call, a ticket, nothing at all."""
_TIED = re.compile(r"(?:=|[:=]\s?\\?[\"'`])[*_]{0,2}$")
"""Written as code, without a blank, or in quotation marks."""


def _filled_in(secret: str) -> bool:
    return _HOLLOW.match(secret) is None and "://" not in secret


def _is_name(secret: str) -> bool:
    """`db-creds-v2`: at least half of its parts are words."""
    parts = re.split(r"[-_./]", secret)
    words = [part for part in parts if part.isalpha() and part.islower()]
    return len(parts) > 1 and 2 * len(words) >= len(parts)


def _mixed(secret: str) -> bool:
    return bool(re.search(r"\d", secret) and re.search(r"[A-Za-z]", secret))


def _is_password(match: str, secret: str) -> bool:
    if not _filled_in(secret):
        return False
    if _TIED.search(match.removesuffix(secret)):
        return len(secret) >= 4
    odd = re.search(r"\d|[a-z][A-Z]|[!@#$%^&*+=?].", secret)
    return len(secret) >= 6 and bool(odd) and not _is_name(secret)


def _is_secret(match: str, secret: str) -> bool:
    if not _filled_in(secret) or not _mixed(secret) or _is_name(secret):
        return False
    return len(secret) >= (8 if _TIED.search(match.removesuffix(secret)) else 16)


def _has_digit(match: str, secret: str) -> bool:
    return any(sign.isdigit() for sign in secret)


def _is_url_password(match: str, secret: str) -> bool:
    """No port with an @ in the query behind it, and no variable."""
    return not re.match(r"\d{1,5}[?#/]|\$\{?\w+\}?$|\{\{|%\w+%$|\*+$|x+$|\.+$|…$", secret)


def _is_user_password(match: str, secret: str) -> bool:
    return _filled_in(secret) and not secret.isdigit()


def _is_credential(match: str, secret: str) -> bool:
    return _filled_in(secret) and (len(secret) >= 20 or _has_digit(match, secret))


_ON_A_LINE = r"[^\n]{0,200}?\s"
_LOGGING_IN = (
    rf"(?:docker|podman|helm|nerdctl|az)\s(?:registry\s)?login\b{_ON_A_LINE}-p[ =]"
    rf"|sshpass\s(?:{_ON_A_LINE})?-p\s?|redis-cli\b{_ON_A_LINE}-a\s"
    rf"|(?:mysql|mariadb)\w{{0,12}}\b{_ON_A_LINE}-p"
)
"""Programs that take a password right behind a letter, where others have a port or a path."""
_AFTER_SCHEME = r"://[^\s:/@<>|\"'`]{0,100}:"
_CREDENTIAL = r"[\w.~+/=%-]"
OWN_RULES = (
    Rule("private-key", _PRIVATE_KEY, ("private key",)),
    Rule("private-key", _END_OF_KEY, ("private key",)),
    Rule(
        "url-password",
        _AFTER_SCHEME + r"([^\s/<>|\"'`]{1,200})@(?=[\w\[{$<])",
        ("://",),
        fits=_is_url_password,
    ),
    Rule("url-password", _AFTER_SCHEME + r"<mailto:([^\s@|<>]{1,200})@", ("<mailto:",)),
    Rule(
        "url-password",
        _AFTER_SCHEME + r"<mailto:[^\s|<>]{1,300}\|([^\s@|<>]{1,200})@",
        ("<mailto:",),
    ),
    Rule(
        "slack-token",
        r"\b(xox[a-z](?:\.xox[a-z])?-[\w%/+=-]{8,}|xapp-[\w-]{8,})",
        ("xox", "xapp-"),
        fits=_has_digit,
    ),
    Rule(
        "slack-webhook-url",
        r"hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers|commands|actions)/([\w/+-]{8,})",
        ("hooks.slack",),
    ),
    Rule("discord-webhook-url", r"/api/webhooks/\d{5,25}/([\w-]{30,})", ("/api/webhooks/",)),
    Rule(
        "aws-secret-access-key",
        r"\b(?:AKIA|ASIA)[A-Z2-7]{16}[\s:,;/|\"'`]{1,5}([A-Za-z0-9/+]{40})(?![\w/+])",
        ("akia", "asia"),
    ),
    Rule(
        "authorization",
        r"(?i)\bauthorization\\?[\"'`]?\s{0,3}[:=]\s{0,3}\\?[\"'`]?"
        rf"(?:(?:bearer|basic|token|apikey|digest|negotiate)\s{{1,3}})?({_CREDENTIAL}{{8,}})",
        ("authorization",),
        fits=_is_credential,
    ),
    Rule(
        "authorization",
        rf"(?i)\bbearer\s{{1,3}}({_CREDENTIAL}{{16,}})",
        ("bearer",),
        fits=_has_digit,
    ),
    Rule(
        "cookie",
        r"(?i)\bcookie\\?[\"'`]?:\s{0,3}\\?[\"'`]?([\w.-]{1,60}=[^\r\n\"'`<>]{6,})",
        ("cookie",),
        fits=_has_digit,
    ),
    Rule(
        "password",
        r"(?i)\bcurl\b[^\n]{0,200}?\s(?:-u|--user)[ =]{0,2}[\"']?[^\s:\"'<>]{1,60}"
        r":([^\s\"'<>]{3,})",
        ("curl",),
        fits=_is_user_password,
    ),
    Rule(
        "password",
        rf"\b(?:{_LOGGING_IN})[\"']?([^\s\"'<>]{{3,}})",
        ("login", "sshpass", "redis-cli", "mysql", "mariadb"),
        fits=_is_user_password,
    ),
    Rule(
        "password",
        rf"(?i){_PW_NAME}(?:{_SEP}|{_SAYS}|{_SHOWN})({_QUOTED}|{_VALUE})",
        ("pass", "pwd", "mot de", "mot_de", "mdp"),
        fits=_is_password,
        at_keyword=True,
    ),
    Rule(
        "password",
        rf"(?i)--(?:[\w-]{{0,20}}-)?{_PW_NAME}\s{{1,2}}[\"']?({_QUOTED}|[^-{_NO_QUOTES}]{_VALUE})",
        ("pass", "pwd"),
        fits=_is_password,
    ),
    Rule(
        "secret",
        rf"(?i)--(?:[\w-]{{0,20}}-)?{_NAME_OF_SECRET}\s{{1,2}}[\"']?({_QUOTED}|[^-{_NO_QUOTES}]{_VALUE})",
        ("key", "secret", "token"),
        fits=_is_secret,
    ),
    Rule(
        "secret",
        rf"(?i){_NAME_OF_SECRET}(?:{_SEP})({_QUOTED}|{_VALUE})",
        ("key", "secret", "token", "jeton", "credential", "clé ", "cle "),
        fits=_is_secret,
        at_keyword=True,
    ),
)
