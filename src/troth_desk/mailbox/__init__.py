"""How does a report come by mail? IMAP and LMTP in, threads, receipts, and the team's words out again."""
