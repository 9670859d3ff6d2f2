"""How the tables came to be: one numbered step a release, each of which only adds."""
