"""A record to answers: filters, search, timelines, dossiers, comparisons, networks."""
