"""The window: the only floor that knows both engines and widgets."""
