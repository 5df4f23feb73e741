"""Every address × method × role × own, foreign and closed things, held against a table that is written by hand."""
