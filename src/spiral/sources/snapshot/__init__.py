"""The snapshot of open data: built of originals, refreshed from live interfaces, shipped with the package."""
