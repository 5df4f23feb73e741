"""Anonymous collections: code, tickets, receipts, counts in steps of five, closing, and the leader's page"""
