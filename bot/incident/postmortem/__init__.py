"""The post-mortem: a document whose facts come from the ledger, and whose words from people."""
