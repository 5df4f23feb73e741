"""The parametric bootstrap: refits to made-up outcomes, and the intervals they give."""
