"""What the pages of a node show, composed once; the templates only set it."""
