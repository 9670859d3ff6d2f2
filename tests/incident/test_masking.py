"""Secrets are masked and named by kind; what people say in an incident is left as it is."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.incident.masking import Masked, Masker, mask_of
from tests.incident.secrets_made_up import BEGIN, END, HEX, KEY, LINE, MIXED, PASSWORD, TOKENS

masker = Masker()
SHA = HEX[:40]
UUID = "123e4567-e89b-12d3-a456-426614174000"


@pytest.mark.parametrize("kind", TOKENS)
@pytest.mark.parametrize("around", ["{}", "try {}, please", "it is `{}`.", "a\n*{}*\nb", "({})"])
def test_a_token_is_masked_whatever_stands_around_it(kind: str, around: str) -> None:
    masked = masker.mask(around.format(TOKENS[kind]))

    assert masked == Masked(around.format(mask_of(kind)), (kind,))


@pytest.mark.parametrize(
    ("before", "secret", "after", "kind"),
    [
        ("https://ana:", PASSWORD, "@git.example.com/x", "url-password"),
        ("postgresql://app:", "p@ss!", "@db:5432/shop?sslmode=on", "url-password"),
        ("redis://:", PASSWORD, "@cache:6379/0", "url-password"),
        ("<https://ana:", PASSWORD, "@git.example.com|git>", "url-password"),
        ("https://hooks.slack.com/services/", "T012AB3CD/B012AB3CD/" + MIXED[:24], "", "slack-w"),
        ("https://discord.com/api/webhooks/123456789/", MIXED, " it is", "discord-webhook-url"),
        ("Authorization: Bearer ", MIXED[:24], "", "authorization"),
        ("-H 'authorization: Basic ", "YW5hOmh1bnRlcjI=", "'", "authorization"),
        ("sent as bearer ", MIXED[:24], " by the proxy", "authorization"),
        ("Cookie: ", "sid=" + MIXED[:24], "", "cookie"),
        ("curl -u ana:", PASSWORD, " https://a.example.com", "password"),
        ("mysql --password ", PASSWORD, " shop", "password"),
        ("sshpass -p ", PASSWORD, " ssh ana@db", "password"),
        ("mysql -uroot -p", PASSWORD, " shop", "password"),
        ("mysqldump -h db -p'", PASSWORD, "' shop", "password"),
        ("docker login -u ana -p ", PASSWORD, " registry", "password"),
        ("redis-cli -h cache -a ", PASSWORD, " ping", "password"),
        ("my password is now: ", PASSWORD, ", thanks", "password"),
        ("the password `", PASSWORD, "` works", "password"),
        ("secret_key_base: ", HEX[:32], "", "secret"),
        ("password: ", PASSWORD, ", then log in", "password"),
        ("*Password:* ", PASSWORD, "", "password"),
        ("the password is `", PASSWORD, "` for now", "password"),
        ("mot de passe : ", PASSWORD, "", "password"),
        ("DB_PASSWORD=", "letmein", "\nDB_USER=ana", "password"),
        ('{"password": "', "letmein", '"}', "password"),
        ('{\\"password\\":\\"', "letmein", '\\"}', "password"),
        ("?user=a&amp;password=", PASSWORD, "&amp;page=2", "password"),
        ("api_key: ", MIXED[:20], "", "secret"),
        ("clientSecret='", MIXED[:12], "'", "secret"),
        ("?access_token=", MIXED[:20], "&page=2", "secret"),
        ("AWS_SECRET_ACCESS_KEY=", MIXED[:20] + "/" + MIXED[:19], "", "secret"),
        ("token: ", UUID, "", "secret"),
        ("datadog api-key: ", HEX[:32], "", "secret"),
        ("our heroku auth = ", UUID, "", "heroku-api-key"),
        ("AccountKey=", MIXED + MIXED[:22] + "==", ";EndpointSuffix=x", "secret"),
    ],
)
def test_what_stands_around_a_secret_stays(before: str, secret: str, after: str, kind: str) -> None:
    masked = masker.mask(before + secret + after)

    assert len(masked.found) == 1
    assert masked.found[0].startswith(kind)
    assert masked.text == before + mask_of(masked.found[0]) + after


@pytest.mark.parametrize(
    "talk",
    [
        "password reset fails",
        "the token expired, and the secret rotated",
        "password: reset fails again",
        "password is expired since 14:02",
        "the passwords of 3 users",
        f"rolled back to {SHA}, deployed {SHA[:7]}",
        f"datadog release: {SHA}",
        f"cache key: {SHA}",
        f"heroku release => {UUID}",
        f"trace_id={HEX[:32]} span={HEX[:16]}",
        f"request {UUID} of tenant={UUID}",
        "Confluent: misconfiguration",
        "jira: checkout-latency-2024-inc",
        "linear: payments-api-gateway-service-v2",
        "secret: db-creds-v2 in the namespace",
        "secret/checkout-tls not found",
        "pwd=/home/deploy/app2",
        "password=$DB_PASSWORD and password: ${DB_PASSWORD}",
        "api_key: {{ .Values.apiKey }}",
        "password=getPassword(user)",
        "token=os.environ['TOKEN_V2']",
        "KeyError: 'password'",
        "max_tokens=4096, token count: 1234567",
        "Authorization: Bearer token missing",
        "cookie: the consent banner is broken",
        "see password: https://wiki.example.com/passwords-2024",
        "http://host:8080/?mail=ana@example.com",
        "https://host:8080/@ana and ssh://git@host:22/x",
        "10.0.0.1, fe80::1, 2024-05-01T10:00:00Z, 02:42:ac:11:00:02",
        "<@U012AB3CD> in <#C012AB3CD|incidents> at 1712345678.123456",
        "at com.example.auth.TokenService.refreshToken(TokenService.java:120)",
        "integrity sha512-" + base64.b64encode(hashlib.sha512(b"a").digest()).decode(),
        "payload " + base64.b64encode(b"the checkout service is down since two").decode(),
        "docker run -u 1000:1000 app",
        "docker run -p 8080:8080 app, then docker login and mkdir -p /data/app2",
        "mysql -u root -p shop and mysql -P 3307",
        "mysqladmin -p 3306",
        "the password `reset` page, the password 'policy'",
        "redis-cli -h cache -a",
        "password: INC-4211",
        "our key is in the vault, the private key: ask ops",
        "xoxb-your-token and ghp_xxxx",
        "ghp_" + "x" * 36,
    ],
)
def test_what_people_say_in_an_incident_is_left_as_it_is(talk: str) -> None:
    assert masker.mask(talk) == Masked(talk)


def test_a_key_that_is_cut_off_is_masked_up_to_its_end() -> None:
    cut = f"here:\n{BEGIN}\n{LINE}\n{LINE}\nZk9s0dFq==\nplease rotate it"

    assert masker.mask(cut).text == "here:\n" + mask_of("private-key") + "\nplease rotate it"


def test_the_end_of_a_key_in_a_message_of_its_own_is_masked() -> None:
    assert masker.mask(f"rest:\n{LINE}\nZk9s0dFq==\n{END}").text == "rest:\n" + mask_of(
        "private-key"
    )


def test_a_key_on_one_line_of_code_is_masked() -> None:
    masked = masker.mask('key = "' + KEY.replace("\n", "\\n") + '"')

    assert masked.text == f'key = "{mask_of("private-key")}"'


def test_two_secrets_are_two_masks_and_a_kind_is_named_once() -> None:
    token = TOKENS["github-pat"]

    masked = masker.mask(f"{token} {token} password={PASSWORD}")

    pat = mask_of("github-pat")
    assert masked.text == f"{pat} {pat} password={mask_of('password')}"
    assert masked.found == ("github-pat", "password")


def test_a_token_that_goes_on_is_masked_to_its_end() -> None:
    assert masker.mask(TOKENS["github-pat"] + "MORE-1=").text == mask_of("github-pat")


def test_a_secret_that_two_rules_see_has_one_mask() -> None:
    masked = masker.mask(f"token={TOKENS['github-pat']}.{MIXED}")

    assert masked.text == f"token={mask_of('secret')}"


def test_a_mask_leaves_an_address_an_address() -> None:
    masked = masker.mask(f"<https://ana:{PASSWORD}@git.example.com|git>").text

    assert not set(mask_of("url-password")) & set(" <>|[]")
    assert masked == f"<https://ana:{mask_of('url-password')}@git.example.com|git>"


def test_a_pattern_of_the_teams_is_masked() -> None:
    own = Masker([r"ACME-[0-9a-f]{8}", r"(?i)door code:? (\d{4,8})"])

    masked = own.mask(f"ACME-{HEX[:8]} and Door code 4711, ACME-x")

    mask = mask_of("own-pattern")
    assert masked == Masked(f"{mask} and Door code {mask}, ACME-x", ("own-pattern",))


@pytest.mark.parametrize("before", [0, 1_490, 1_999, 39_000])
def test_a_pattern_of_the_teams_finds_what_lies_far_into_a_text(before: int) -> None:
    text = "é " * (before // 2)

    assert Masker(["ACME-[0-9a-f]{32}"]).mask(f"{text}ACME-{HEX[:32]}").text == text + mask_of(
        "own-pattern"
    )


def test_letters_that_grow_when_lowered_move_nothing() -> None:
    assert masker.mask(f"İİİ password={PASSWORD}").text == f"İİİ password={mask_of('password')}"


_pieces = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [*TOKENS.values(), "password=", "token: ", "://a:", "@h", "••••(x)", "•••", " "]
    ),
    st.sampled_from([BEGIN, END, LINE, "Bearer ", MIXED, "\n", "&amp;", '"', "ACME-1"]),
)
_texts = st.lists(_pieces, max_size=8).map("".join)


@given(_texts)
def test_masking_twice_is_masking_once(text: str) -> None:
    own = Masker(["ACME-[0-9]"])

    once = own.mask(text)

    assert own.mask(once.text) == Masked(once.text)


@given(st.text(alphabet=st.characters(whitelist_categories=["Lo", "Zs", "So"])), st.data())
def test_a_token_is_masked_in_any_talk(talk: str, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(TOKENS)))

    masked = masker.mask(f"{talk} {TOKENS[kind]} {talk}")

    assert masked == Masked(f"{talk} {mask_of(kind)} {talk}", (kind,))
