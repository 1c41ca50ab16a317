"""Telling people something: on the site, by mail, and in time."""
