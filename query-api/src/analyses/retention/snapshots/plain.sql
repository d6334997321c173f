SELECT cohort, grp, step.1 AS distance, sum(step.2) AS amount, sum(step.3) AS counted
FROM (
  SELECT cohort, grp, arrayJoin(arrayConcat([(toInt64(-1), toFloat64(1), toUInt64(1))], arrayMap(far -> (toInt64(far), toFloat64(1), toUInt64(1)), arrayPushFront(arrayFilter(far -> far > 0 AND far < 3, arrayMap(done -> done.1 - cohort, returns)), 0)))) AS step
  FROM (
    SELECT person, membership.1 AS cohort, membership.2 AS grp, returns
    FROM (
      SELECT person,
        groupArrayIf((toInt64(period), grp), started > 0 AND period <= 2) AS began,
        began AS starts,
        groupArrayIf((toInt64(period), amount, counted), returned >= {p0:UInt64}) AS returns
      FROM (
        SELECT person, period, countIf(starts) AS started, argMinIf(value, (time, value), starts) AS grp,
          countIf(returns) AS returned, toFloat64(1) AS amount, returned AS counted
        FROM (
          SELECT person_id AS person, toUInt64(if(toUnixTimestamp64Milli(time) < 1767225600000, 0, 1 + greatest(0, least(3, intDiv(toUnixTimestamp64Milli(time) - 1767225600000, 86400000))))) AS period, time, '' AS value,
            event = {p1:String} AS starts, event = {p2:String} AS returns,
            if(isFinite(toFloat64OrNull(properties[{p3:String}])), toFloat64OrNull(properties[{p3:String}]), NULL) AS number
          FROM events
          WHERE project = {p4:String}
            AND time < fromUnixTimestamp64Milli(1767571200000)
            AND time >= fromUnixTimestamp64Milli(1767225600000)
            AND 1 AND (starts OR returns)
        )
        GROUP BY person, period)
      GROUP BY person
    )
    ARRAY JOIN starts AS membership)
  WHERE 1
)
GROUP BY cohort, grp, distance

-- p0 = 1
-- p1 = "Signed Up"
-- p2 = "Order Completed"
-- p3 = ""
-- p4 = "p"
