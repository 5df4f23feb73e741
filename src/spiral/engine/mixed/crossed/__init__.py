"""Crossed groups and several memberships, from pair counts."""
