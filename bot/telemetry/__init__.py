"""What the bot tells its operators: logs, counters, errors, a heartbeat. All may import it."""
