"""What responders do: a verb a module; each reads, decides by pure rules, and writes facts."""
