"""People, their offices and terms; rights follow from office × place × term."""
