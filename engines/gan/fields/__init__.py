"""What a person reads of each setting: name, help, limits, choices. ``engines.gan.config`` is the record."""
