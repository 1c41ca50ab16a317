"""Pages of notices, reminders and mail."""
