"""The errors a caller can meet.

OnrecordError
├── UnreadableError   a document cannot be read; says why and what to do
├── InputError        what was asked for does not exist or makes no sense
│   └── MissingError  it makes sense, and is not on record
└── StoreError        a record file cannot be opened, or is not one
"""


class OnrecordError(Exception):
    """Base of all errors that onrecord raises on purpose; its text is meant for the user."""


class UnreadableError(OnrecordError):
    """A document cannot be read. `code` is one word for the reason, stable over versions."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class InputError(OnrecordError):
    """What was asked for does not exist or makes no sense."""


class MissingError(InputError):
    """What was asked for by its name or id is not on record."""


class StoreError(OnrecordError):
    """A record file cannot be opened, or is not one."""
