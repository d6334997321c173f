-- Merges wait until more parts of a size are there (10 and not 5), so that a row is written anew fewer times on its way into a large part.
ALTER TABLE events MODIFY SETTING merge_selector_base = 10;
