"""The front page and the five words of the loop."""
