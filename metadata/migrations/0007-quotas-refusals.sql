-- What each project may still send, as all processes together have spent it; only of projects with a quota.
CREATE TABLE quotas (
  project text PRIMARY KEY,
  -- Events; below 0 where more came at once than was left.
  remaining double precision NOT NULL,
  per_minute double precision NOT NULL,
  -- What the last process to tell had spent since it had told before.
  spent double precision NOT NULL,
  at timestamptz NOT NULL
);

-- What was turned away at the door, by day and reason, with the words of the last time.
CREATE TABLE refusals (
  project text NOT NULL,
  day date NOT NULL,
  dialect text NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('rejected', 'unwanted', 'refused')),
  code text NOT NULL,
  -- Events; of `refused`, requests.
  count bigint NOT NULL,
  first_at timestamptz NOT NULL,
  last_at timestamptz NOT NULL,
  message text NOT NULL DEFAULT '',
  PRIMARY KEY (project, day, dialect, verdict, code)
);
