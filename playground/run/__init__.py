"""One run of one lab: settings, engine, autosave, files. Knows no widget of a lab."""
