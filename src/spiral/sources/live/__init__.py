"""Open interfaces asked live: politely, page by page, and what is answered remembered."""
