SELECT grp FROM (
    SELECT person, membership.1 AS cohort, membership.2 AS grp, returns
    FROM (
      SELECT person,
        groupArrayIf((toInt64(period), grp), started > 0 AND period <= 2) AS began,
        arrayFilter(start -> start.1 > 0, arraySlice(arraySort(start -> start.1, began), 1, 1)) AS starts,
        groupArrayIf((toInt64(period), amount, counted), returned >= {p0:UInt64}) AS returns
      FROM (
        SELECT person, period, countIf(starts) AS started, argMinIf(value, (time, value), starts) AS grp,
          countIf(returns) AS returned, ifNull(sumIf(number, returns), 0) AS amount, countIf(returns AND number IS NOT NULL) AS counted
        FROM (
          SELECT person_id AS person, toUInt64(if(toUnixTimestamp64Milli(time) < 1767225600000, 0, 1 + greatest(0, least(5, intDiv(toUnixTimestamp64Milli(time) - 1767225600000, 86400000))))) AS period, time, `channel` AS value,
            event = {p1:String} AS starts, event = {p2:String} AS returns,
            if(isFinite(toFloat64OrNull(properties[{p3:String}])), toFloat64OrNull(properties[{p3:String}]), NULL) AS number
          FROM events
          WHERE project = {p4:String}
            AND time < fromUnixTimestamp64Milli(1767744000000)
            AND (time >= fromUnixTimestamp64Milli(1767225600000) OR starts)
            AND 1 AND (starts OR returns)
        )
        GROUP BY person, period)
      GROUP BY person
    )
    ARRAY JOIN starts AS membership)
GROUP BY grp ORDER BY count() DESC, grp LIMIT {p5:UInt32}

-- p0 = 2
-- p1 = "Signed Up"
-- p2 = "Order Completed"
-- p3 = "it's"
-- p4 = "p"
-- p5 = 2
