"""Every write of the room: forms kept, collections from opening to release, the analysis day and its themes."""
