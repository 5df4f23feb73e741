"""Published results, honestly shown: the Resultatbild, comparison with similar, cost beside quality."""
