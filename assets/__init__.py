"""Files the program ships: translations, help pages, icons, licences."""
