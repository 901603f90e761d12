"""From corpora to weights: fine-tunes the encoder on all tasks together and exports it. Never imported by the package."""
