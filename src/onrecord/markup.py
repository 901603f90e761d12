"""Marks of Markdown in plain text."""


def unmarked(line: str) -> str:
    """A line without the marks around it, which set credits, labels and signatures in bold and italics."""
    return line.strip("*_ ")
