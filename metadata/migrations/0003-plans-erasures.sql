-- What each project expects of its events: every version that ever held, the newest rules.
CREATE TABLE plans (
  project text NOT NULL,
  version integer NOT NULL CHECK (version > 0),
  plan jsonb NOT NULL,
  -- The id of the key.
  made_by text NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (project, version)
);

-- Who was erased, as receipts: keyed hashes of ids, counts of what went, never an id.
CREATE TABLE erasures (
  id text PRIMARY KEY,
  project text NOT NULL,
  -- The keyed hash of the id that was asked for.
  subject text NOT NULL,
  requested_by text NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT now(),
  state text NOT NULL CHECK (state IN ('running', 'done')),
  -- What is needed to go on after a restart; emptied when it is done.
  work jsonb,
  counts jsonb NOT NULL DEFAULT '{}',
  gone_at timestamptz,
  log_gone_at timestamptz
);
CREATE INDEX erasures_project ON erasures (project, requested_at DESC);

-- Keyed hashes of all ids of the people who were erased, so that nothing of them is stored again.
CREATE TABLE tombstones (
  project text NOT NULL,
  hash text NOT NULL,
  erasure text NOT NULL REFERENCES erasures (id),
  PRIMARY KEY (project, hash)
);

-- Counts every change of the two, so that a process sees at the cost of one row that it must read anew.
CREATE TABLE governance_version (only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row), version bigint NOT NULL);
INSERT INTO governance_version (version) VALUES (1);
CREATE FUNCTION governance_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE governance_version SET version = version + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER plans_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON plans
  FOR EACH STATEMENT EXECUTE FUNCTION governance_changed();
CREATE TRIGGER tombstones_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON tombstones
  FOR EACH STATEMENT EXECUTE FUNCTION governance_changed();
