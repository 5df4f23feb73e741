"""Pages put together: reads through queries, rows through picture; views only send what stands here."""
