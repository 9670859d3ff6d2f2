"""Who is on call: a rota in the configuration, calendar feeds, and PagerDuty's schedules."""
