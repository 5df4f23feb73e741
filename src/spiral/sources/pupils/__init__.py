"""Files about pupils: SCB's semicolon files read, checked as SCB would check them, and handed on as arrays."""
