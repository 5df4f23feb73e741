"""The register of school units, and the places of the country as every source names them."""
