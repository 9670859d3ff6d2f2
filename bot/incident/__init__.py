"""What an incident is: pure values and rules; no input or output, no clock."""
