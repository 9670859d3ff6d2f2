"""Error tracking by Sentry's protocol: what broke and where, never what anybody wrote."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.telemetry import correlation
from bot.telemetry.traces import current_exception

if TYPE_CHECKING:
    from sentry_sdk.client import Client

_KEPT = ("event_id", "timestamp", "level", "platform", "environment", "release", "logger")
_KEPT_OF_FRAMES = ("function", "module", "lineno", "in_app")


class Tracker(logging.Handler):
    """Sends the exception of each record that has one, from level ERROR on."""

    def __init__(self, client: Client) -> None:
        super().__init__(logging.ERROR)
        self._client = client

    def emit(self, record: logging.LogRecord) -> None:
        error = current_exception(_exc_info(record))
        # The tracker's own trouble would come back to it for ever.
        if error is not None and not record.name.startswith(("sentry_sdk", "urllib3")):
            self._report(error, record.name)

    def _report(self, error: BaseException, logger: str) -> None:
        from sentry_sdk.utils import event_from_exception

        event, hint = event_from_exception(error, client_options=self._client.options)
        event["logger"] = logger
        event["tags"] = {"correlation": correlation.current()}
        self._client.capture_event(event, hint)

    def stop(self, seconds: float = 2.0) -> None:
        """Send what waits, in at most `seconds`, and track nothing more. Blocks for that long."""
        logging.getLogger().removeHandler(self)
        self._client.close(timeout=seconds)


def start(dsn: str, environment: str, release: str) -> Tracker:
    """From now on, every logged exception of this process is sent to `dsn`."""
    # Imported by those only who have a tracker.
    from sentry_sdk.client import Client

    client = Client(
        dsn=dsn,
        environment=environment,
        release=release,
        before_send=_without_words,
        # Nothing of the process is to be patched, and nothing but errors is to be sent.
        default_integrations=False,
        auto_enabling_integrations=False,
        auto_session_tracking=False,
        send_client_reports=False,
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        server_name="",
    )
    tracker = Tracker(client)
    logging.getLogger().addHandler(tracker)
    return tracker


def _exc_info(record: logging.LogRecord) -> object:
    """structlog keeps it in the message, which is a mapping then."""
    if isinstance(record.msg, Mapping):
        return record.msg.get("exc_info")
    return record.exc_info


def _without_words(event: Any, hint: Mapping[str, Any]) -> Any:
    """Built anew from what is known to be harmless, so that nothing slips through."""
    kept = {name: event[name] for name in _KEPT if name in event}
    kept["tags"] = {"correlation": event.get("tags", {}).get("correlation", "")}
    values = event.get("exception", {}).get("values", [])
    kept["exception"] = {"values": [_without_values(value) for value in values]}
    return kept


def _without_values(value: Mapping[str, Any]) -> dict[str, Any]:
    frames = (value.get("stacktrace") or {}).get("frames", [])
    return {
        "type": value.get("type"),
        "module": value.get("module"),
        "stacktrace": {
            "frames": [{k: frame[k] for k in _KEPT_OF_FRAMES if k in frame} for frame in frames]
        },
    }
