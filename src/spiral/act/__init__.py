"""Göra: the rooms where something is decided and done."""
