"""Post-mortems as files: Markdown, a page, the page as PDF, and everything for another bot."""
