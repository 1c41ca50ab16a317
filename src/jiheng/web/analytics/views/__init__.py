"""Pages: the year in pictures, the life of a project."""
