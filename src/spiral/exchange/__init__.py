"""What one room hands another without knowing it: evidence, happenings, offers, texts, feeds (decisions/0018)."""
