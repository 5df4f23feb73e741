"""The numbers behind the pictures of a fit."""
