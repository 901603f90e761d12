"""What people and programs use: Python functions, the command line and the pages, each a thin layer over one call."""
