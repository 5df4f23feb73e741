"""Search over what the reader may see: names, texts and help, however they are spelled."""
