"""Reading circles: a book, its chapters, responsible pairs, questions and reflections."""
