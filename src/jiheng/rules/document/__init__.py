"""跨表: do the tables of one document fit together."""
