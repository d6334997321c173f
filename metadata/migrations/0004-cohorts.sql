-- People that were given a name. Who they are is asked anew for every question, or found at times and kept in the store.

CREATE TABLE cohorts (
  id text PRIMARY KEY,
  project text NOT NULL REFERENCES projects (id),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
  description text NOT NULL DEFAULT '' CHECK (length(description) <= 2000),
  -- Who belongs to it; null where its members were given one by one.
  definition jsonb,
  -- After so many minutes its members are found anew; null where they are asked for with every question, or were given.
  refresh_minutes integer CHECK (refresh_minutes BETWEEN 1 AND 43200),
  -- Counts what it has meant.
  revision integer NOT NULL DEFAULT 1,
  -- The members that hold, by the version under which the store has them; 0 where it has none.
  version bigint NOT NULL DEFAULT 0,
  size bigint,
  computed_at timestamptz,
  -- Whoever finds them anew has until then; nobody else does meanwhile.
  claimed_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  CHECK (definition IS NOT NULL OR refresh_minutes IS NULL)
);
CREATE INDEX cohorts_project ON cohorts (project, created_at);
CREATE INDEX cohorts_due ON cohorts (computed_at) WHERE refresh_minutes IS NOT NULL;
