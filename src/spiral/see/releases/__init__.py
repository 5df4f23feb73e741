"""What may be shown: the gate for tables, and the ledger of what is published already."""
