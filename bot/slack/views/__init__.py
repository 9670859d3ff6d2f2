"""What people see: every function here takes values and returns Block Kit; none does I/O."""
