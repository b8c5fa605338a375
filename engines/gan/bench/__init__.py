"""The encode-and-edit bench: pictures as codes, reckoned with, refined, mixed and kept. Post 6409."""
