"""Measures of pupils by their official definitions: grades, national tests, progression; pure, over arrays."""
