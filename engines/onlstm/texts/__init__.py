"""What a run reads: corpora, treebanks, a grammar, tokens, batches."""
