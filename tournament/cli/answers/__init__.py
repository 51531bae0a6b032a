"""What commands answer with, beside tables: JSON, pages in a browser, notes on stderr."""
