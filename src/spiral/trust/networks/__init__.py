"""The register: municipalities, owners and units."""
