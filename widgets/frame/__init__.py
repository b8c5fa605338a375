"""What stands around a lab's pictures: panels, splitter, transport, notices, command palette."""
