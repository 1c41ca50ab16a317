"""Damaged files by the ten thousand: a command of its own, `make fuzz`; the quick part of it is among the tests."""
