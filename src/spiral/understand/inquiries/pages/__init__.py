"""Pages of an inquiry, composed: query results in, what a template prints out."""
