"""Seven chapters, each a life of its own: five that grants decides, two that note what programme said."""
