"""Small controls: buttons, combo boxes, switches, segments, sliders."""
