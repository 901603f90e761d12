"""A document to words with what the network sees in them: sentences, syntax, names, coreference, attributions, times."""
