"""Rectification (问题整改): what was found wrong, by when it is to be mended, and what became of it."""
