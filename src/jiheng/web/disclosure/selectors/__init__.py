"""Reading publications: for the office (`office`), for the public (`published`, `search`)."""
