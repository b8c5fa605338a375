"""What labs share."""
