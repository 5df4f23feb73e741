"""Spreadsheets of people and their offices."""
