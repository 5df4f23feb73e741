"""A home for each role, and the pages of the five words, composed: what is read of the rooms in, sentences out."""
