"""What is published, and the public's pages."""
