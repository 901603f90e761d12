"""The workspace: pages on a record, in the browser, and the same answers as JSON."""
