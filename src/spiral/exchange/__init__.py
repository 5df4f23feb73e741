"""What one room hands another unseen: evidence, happenings, offers, texts, feeds, ratings, events (decisions/0024)."""
