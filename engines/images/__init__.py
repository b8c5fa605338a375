"""Pictures to learn from, as one uint8 array: drawn by code, from fonts, from people's files, downloaded."""

from engines.images.catalogue import SOURCES, load
from engines.images.kinds import guess
from engines.images.pictures import open_picture, prepare
from engines.images.source import SIZES, Images, Source

__all__ = ["SIZES", "SOURCES", "Images", "Source", "guess", "load", "open_picture", "prepare"]
