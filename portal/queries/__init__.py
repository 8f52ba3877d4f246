"""What the screens read across the apps, in a fixed number of queries each."""
