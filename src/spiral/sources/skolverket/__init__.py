"""Skolverket: its interface, its exports and workbooks, and rows made from them."""
