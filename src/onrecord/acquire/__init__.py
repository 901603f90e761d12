"""Bytes to documents: text is final from here on."""
