"""Pure functions from pages to records, one module per thing that a reader sees on paper."""
