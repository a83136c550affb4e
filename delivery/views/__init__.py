"""What people see and do: one file per page."""
