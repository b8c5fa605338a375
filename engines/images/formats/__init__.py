"""Files of the public sets, as they come from their makers."""
