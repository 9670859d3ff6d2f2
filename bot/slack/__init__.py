"""How people talk to it: commands, buttons, forms and events in; effects out."""
