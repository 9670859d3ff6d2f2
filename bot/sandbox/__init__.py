"""Without Slack: a local Slack that behaves, people who use it, and the faults it can have."""
