"""The event store: append with expected versions, receipts and inbox in one transaction; a feed in commit order."""
