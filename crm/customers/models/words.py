"""The words that names are made of, so that a slip of the finger finds what was meant."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Func


class SearchWord(models.Model):
    """A word of some name, folded: each once, however many people are called so.

    No key to anybody: what it leads to is asked of those one may see.
    """

    word = models.CharField(max_length=40, primary_key=True)

    class Meta:
        db_table = "search_words"
        indexes = [
            # `spellings(word)`: the word, and the word without each of its letters.
            GinIndex(Func(F("word"), function="spellings"), name="search_words_spelt"),
            GinIndex(OpClass(F("word"), name="gin_trgm_ops"), name="search_words_alike"),
        ]

    def __str__(self) -> str:
        return self.word
