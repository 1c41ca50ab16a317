"""Who did what: a log that can only grow and proves that nothing in it was changed."""
