"""Invented organizations with the goals of two years, to try the site with."""

from jiheng.web.demo.loading import Demo, load_demo
from jiheng.web.demo.places import Person

__all__ = ["Demo", "Person", "load_demo"]
