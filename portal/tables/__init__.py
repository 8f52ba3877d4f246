"""The lists of the portal: their rows, columns and footers."""
