"""The words of the field as plain, frozen, typed Python: no framework, no input, no output."""
