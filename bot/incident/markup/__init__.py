"""What people wrote in Slack, read once, and told to others as HTML, Markdown or plain text."""
