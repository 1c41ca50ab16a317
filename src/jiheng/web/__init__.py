"""The site: one Django app an area, the same files in each; what they do rests on the engine below."""
