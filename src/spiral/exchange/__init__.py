"""What one room hands another unseen: evidence, happenings, offers, texts, feeds, ratings, events, posters (decisions/0024)."""
