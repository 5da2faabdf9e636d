"""What is kept out of browsing and exports on request."""
