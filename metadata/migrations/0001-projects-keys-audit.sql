-- Who may do what, and what was done. The same file runs on PGlite and on PostgreSQL.

CREATE TABLE projects (
  id text PRIMARY KEY CHECK (id ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  timezone text NOT NULL,
  settings jsonb NOT NULL DEFAULT '{}',
  created_at timestamptz NOT NULL DEFAULT now()
);

-- A token is shown once and never kept: `hash` is its SHA-256 in base64, `hint` its first letters.
CREATE TABLE keys (
  id text PRIMARY KEY,
  project text NOT NULL REFERENCES projects (id),
  kind text NOT NULL CHECK (kind IN ('write', 'read', 'secret')),
  hash text NOT NULL UNIQUE,
  hint text NOT NULL,
  label text NOT NULL DEFAULT '' CHECK (length(label) <= 200),
  -- The most sensitive level (1 to 5) of values it may see unmasked.
  may_see smallint NOT NULL DEFAULT 5 CHECK (may_see BETWEEN 1 AND 5),
  created_at timestamptz NOT NULL DEFAULT now(),
  revoked_at timestamptz
);
CREATE INDEX keys_project ON keys (project, created_at);

CREATE TABLE audit_trail (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at timestamptz NOT NULL,
  -- The id of the key; not a reference, for keys given by settings are kept nowhere.
  who text NOT NULL,
  project text NOT NULL,
  what text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}',
  rows bigint NOT NULL DEFAULT 0,
  duration_ms double precision NOT NULL DEFAULT 0
);
CREATE INDEX audit_trail_project ON audit_trail (project, id DESC);

-- Counts every change of projects and keys, whoever makes it, so that a process sees at the cost of one row that it must read anew.
CREATE TABLE directory_version (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), version bigint NOT NULL);
INSERT INTO directory_version (version) VALUES (1);
CREATE FUNCTION directory_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE directory_version SET version = version + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER projects_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON projects
  FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
CREATE TRIGGER keys_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON keys
  FOR EACH STATEMENT EXECUTE FUNCTION directory_changed();
