"""The whole life of a project on one page, and the year in pictures."""
