"""What the site does by itself every day."""
