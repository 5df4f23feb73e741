"""Pure statistics: relations in, dataclasses out. No Django, no files, no network, no clock."""
