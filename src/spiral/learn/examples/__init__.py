"""Good examples: what was done for whom, with what evidence, and who has tried it."""
