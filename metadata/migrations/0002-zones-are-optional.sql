-- A project without a zone of its own uses the one its process was started with.
ALTER TABLE projects ALTER COLUMN timezone DROP NOT NULL;
UPDATE projects SET timezone = NULL WHERE id = 'default';
