-- Whatever is sent with such a key is sent by a device that is being debugged; a dry run is not stored.
ALTER TABLE keys ADD COLUMN debug text CHECK (debug IN ('watch', 'dry-run'));
