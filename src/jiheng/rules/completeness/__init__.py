"""完整性: is everything there that the form asks for."""
