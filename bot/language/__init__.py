"""Everything the bot says, in the reader's language, through gettext catalogues."""

from bot.language.tongue import DEFAULT_LOCALE, LOCALES, N_, Said, SaidList, Tongue, locale_of

__all__ = ["DEFAULT_LOCALE", "LOCALES", "N_", "Said", "SaidList", "Tongue", "locale_of"]
