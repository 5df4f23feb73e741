"""SCB's surveys of grades and national tests, as every school sends them in, and the rules they are measured by."""
