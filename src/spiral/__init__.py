"""Spiral: systematic school-quality work across municipalities."""

__version__ = "0.1.0"
