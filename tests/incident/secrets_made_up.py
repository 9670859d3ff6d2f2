"""Secrets that nobody has, put together here: no file may hold what looks like one."""

from __future__ import annotations

LINE = "MIIEpAIBAAKCAQEA7bq1x2Zk9s0dFqP3LrYvXH8nTtJmWcEuGhRzKpQsDfUvB4Ny"
MIXED = "aB3dE5gH7jK9mN1pQ3sT5vX7zA9cE1gI3kM5oQ7sU9wY1aC3eG5iK7mO9qS1uW3y"
HEX = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"
PASSWORD = "hunter2" + "Blue"

BEGIN = "-----BEGIN RSA " + "PRIVATE KEY-----"
END = "-----END RSA " + "PRIVATE KEY-----"
KEY = "\n".join([BEGIN, *[LINE] * 6, "Zk9s0dFqP3Lr==", END])
JWT = ".".join(["eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", "eyJzdWIiOiIxMjM0NTY3ODkwIn0", MIXED[:43]])

TOKENS = {
    "github-pat": "ghp" + "_" + MIXED[:36],
    "github-fine-grained-pat": "github" + "_pat_" + MIXED + MIXED[:18],
    "gitlab-pat": "glpat" + "-" + MIXED[:20],
    "aws-access-token": "AKIA" + "Q3EGRZ4XMN5KTPLD",
    "gcp-api-key": "AIza" + "Sy" + MIXED[:33],
    "stripe-access-token": "sk" + "_live_" + MIXED[:24],
    "slack-token": "xox" + "b-12345678901-1234567890123-" + MIXED[:24],
    "npm-access-token": "npm" + "_" + MIXED[:36],
    "sendgrid-api-token": "SG" + "." + MIXED[:22] + "." + MIXED[:43],
    "doppler-api-token": "dp.pt" + "." + MIXED[:43],
    "openshift-user-token": "sha256" + "~" + MIXED[:43],
    "jwt": JWT,
    "private-key": KEY,
}
"""A kind, and what is masked as a whole."""
