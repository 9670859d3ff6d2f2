"""What reconciling can do in Slack: a kind of effect a module."""
