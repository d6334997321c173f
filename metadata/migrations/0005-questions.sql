-- Questions that were given a name.
CREATE TABLE questions (
  id text PRIMARY KEY,
  project text NOT NULL REFERENCES projects (id),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  description text NOT NULL DEFAULT '' CHECK (length(description) <= 2000),
  query jsonb NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX questions_project ON questions (project, created_at);
