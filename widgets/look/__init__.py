"""How everything looks: colours, type, style sheet, icons, motion, focus, and helpers to paint by hand."""
