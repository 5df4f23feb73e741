"""Every write of inquiries: who holds the pencil, then the thing itself."""
