"""One module per lab; each composes an engine with widgets."""
