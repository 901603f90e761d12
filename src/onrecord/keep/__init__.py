"""Readings in one SQLite file: tables, corrections that outlive a new reading, import and export."""
