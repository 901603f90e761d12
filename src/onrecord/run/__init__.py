"""The one list of stages, for one document or many, on several cores."""
