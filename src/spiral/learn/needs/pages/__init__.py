"""The room's pages, composed: the board, who may help whom, and what has changed between years."""
