"""Files that come into the portal."""
