SELECT cohort, grp, step.1 AS distance, sum(step.2) AS amount, sum(step.3) AS counted
FROM (
  SELECT cohort, grp, arrayJoin(arrayConcat([(toInt64(-1), toFloat64(1), toUInt64(1))], arrayMap(done -> (toInt64(done.1 - cohort), done.2, done.3), arrayFilter(done -> done.1 >= cohort AND done.1 - cohort < 6, returns)))) AS step
  FROM (
    SELECT person, membership.1 AS cohort, membership.2 AS grp, returns
    FROM (
      SELECT person,
        groupArrayIf((toInt64(period), grp), started > 0 AND period <= 6) AS began,
        arrayFilter(start -> start.1 > 0, arraySlice(arraySort(start -> start.1, began), 1, 1)) AS starts,
        groupArrayIf((toInt64(period), amount, counted), returned >= {p0:UInt64}) AS returns
      FROM (
        SELECT person, period, countIf(starts) AS started, argMinIf(value, (time, value), starts) AS grp,
          countIf(returns) AS returned, ifNull(sumIf(number, returns), 0) AS amount, returned AS counted
        FROM (
          SELECT person_id AS person, if(toUnixTimestamp64Milli(time) < 1767225600000, 0, transform(roundDown(toInt64(floor(toUnixTimestamp64Milli(time) / 1000)), {p1:Array(Int64)}), {p1:Array(Int64)}, {p2:Array(UInt64)}, 0)) AS period, time, '' AS value,
            1 AS starts, event = {p3:String} AS returns,
            if(isFinite(toFloat64OrNull(properties[{p4:String}])), toFloat64OrNull(properties[{p4:String}]), NULL) AS number
          FROM events
          WHERE project = {p5:String}
            AND time < fromUnixTimestamp64Milli(1796083200000)
            AND (time >= fromUnixTimestamp64Milli(1767225600000) OR starts)
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
-- p1 = [1767225600,1769904000,1772323200,1775001600,1777593600,1780272000,1782864000,1785542400,1788220800,1790812800,1793491200]
-- p2 = [1,2,3,4,5,6,7,8,9,10,11]
-- p3 = "Order Completed"
-- p4 = "total"
-- p5 = "p"
