"""An incident response bot for Slack that loses nothing."""
