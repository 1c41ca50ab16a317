"""表述: do the words say something."""
