"""Actors across documents: who is who, why, and what a person has decided about it."""
