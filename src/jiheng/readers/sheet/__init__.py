"""Spreadsheets: what the sheets show, cut into tables and paragraphs."""
