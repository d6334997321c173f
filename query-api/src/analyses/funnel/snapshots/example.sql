SELECT countIf(level >= 1) AS count_1, countIf(level >= 2) AS count_2, quantileExactInclusiveIf(0.5)(moments[2] - moments[1], level >= 2) / 1000 AS median_2, avgIf(moments[2] - moments[1], level >= 2) / 1000 AS average_2, countIf(level >= 3) AS count_3, quantileExactInclusiveIf(0.5)(moments[3] - moments[2], level >= 3) / 1000 AS median_3, avgIf(moments[3] - moments[2], level >= 3) / 1000 AS average_3
FROM (
  SELECT *
  FROM (
    SELECT person, is_ahead * steps_ahead + level AS level, [is_ahead * toUInt64(toInt64(`met_1`) - {p0:Int64}) + moments[1], is_ahead * toUInt64(toInt64(`met_2`) - {p0:Int64}) + moments[2], is_ahead * toUInt64(toInt64(`met_3`) - {p0:Int64}) + moments[3]] AS moments
    FROM (
    SELECT *, arrayReverseFill(moment -> moment != 0, [at[indexOf(`starts_1`, start)], at[indexOf(`starts_2`, start)], at[indexOf(`starts_3`, start)]]) AS moments
    FROM (
      SELECT *, (`starts_1`[-1] != 0) + (`starts_2`[-1] != 0) + (`starts_3`[-1] != 0) AS level, arrayFirst(start -> start != 0, multiIf(level = 1, `starts_1`, level = 2, `starts_2`, level = 3, `starts_3`, [])) AS start
      FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step, start) -> if(step = 3 AND start != 0 AND at - start <= {p1:UInt64}, start, 0),
      at, step, `starts_2`)) AS `starts_3` FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step, start) -> if(step = 2 AND start != 0 AND at - start <= {p1:UInt64}, start, 0),
      at, step, `starts_1`)) AS `starts_2` FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step) -> if(step = 1, at, 0), at, step)) AS `starts_1` FROM (
      SELECT person, is_ahead, steps_ahead, `met_1`, `met_2`, `met_3`,
        arrayMap(move -> bitShiftRight(move, 10), moves) AS at,
        arrayMap(move -> bitAnd(bitShiftRight(move, 5), 31), moves) AS step,
        arrayMap(move -> bitAnd(move, 31), moves) AS came
      FROM (
      SELECT person, is_ahead, steps_ahead, `met_1`, `met_2`, `met_3`, arraySort(arrayConcat(arrayMap(moment -> bitShiftLeft(toUInt64(toInt64(moment) - {p0:Int64}), 10) + bitShiftLeft(toUInt64(1), 5) + 1 - 1, arrayFilter(moment -> moment >= {p2:UInt64} AND moment < {p3:UInt64}, if(NOT is_ahead, `at_1`, []))), arrayMap(moment -> bitShiftLeft(toUInt64(toInt64(moment) - {p0:Int64}), 10) + bitShiftLeft(toUInt64(2), 5) + 2 - 1, arrayFilter(moment -> moment >= {p2:UInt64} AND moment < {p3:UInt64}, if(NOT is_ahead, `at_2`, []))), arrayMap(moment -> bitShiftLeft(toUInt64(toInt64(moment) - {p0:Int64}), 10) + bitShiftLeft(toUInt64(3), 5) + 3 - 1, arrayFilter(moment -> moment >= {p2:UInt64} AND moment < {p3:UInt64}, if(NOT is_ahead, `at_3`, []))))) AS moves
      FROM (SELECT *, `ahead_3` AS `met_3` FROM (SELECT *, bitNot(arrayMax(moment -> if(moment >= `met_1`, bitNot(moment), 0), `at_2`)) AS `met_2` FROM (SELECT *, `back_1` AS `met_1` FROM (SELECT *, end_ahead - `back_1` <= {p1:UInt64} AS is_ahead FROM (SELECT *, greatest(if(steps_ahead <= 1, end_ahead, 0), arrayMax(moment -> if(moment <= `back_2`, moment, 0), `at_1`)) AS `back_1` FROM (SELECT *, greatest(if(steps_ahead <= 2, end_ahead, 0), arrayMax(moment -> if(moment <= `back_3`, moment, 0), `at_2`)) AS `back_2` FROM (SELECT *, if(steps_ahead <= 3, end_ahead, 0) AS `back_3` FROM (SELECT *, [`ahead_1`, `ahead_2`, `ahead_3`][steps_ahead] AS end_ahead FROM (SELECT *, (`ahead_1` < {p3:UInt64}) + (`ahead_2` < {p3:UInt64}) + (`ahead_3` < {p3:UInt64}) AS steps_ahead FROM (SELECT *, bitNot(arrayMax(moment -> if(moment >= `ahead_2`, bitNot(moment), 0), `at_3`)) AS `ahead_3` FROM (SELECT *, bitNot(arrayMax(moment -> if(moment >= `ahead_1`, bitNot(moment), 0), `at_2`)) AS `ahead_2` FROM (SELECT *, bitNot(arrayMax(moment -> if(moment >= {p2:UInt64}, bitNot(moment), 0), `at_1`)) AS `ahead_1` FROM (
        SELECT person, groupArrayIf(at, step = 1) AS `at_1`, groupArrayIf(at, step = 2) AS `at_2`, groupArrayIf(at, step = 3) AS `at_3`
        FROM (
          SELECT person_id AS person, toUInt64(toUnixTimestamp64Milli(time) - {p4:Int64} + 1) AS at, multiIf(event = {p5:String} AND 1, 1, event = {p6:String} AND 1, 2, event = {p7:String} AND (ifNull(if(isFinite(toFloat64OrNull(properties[{p8:String}])), toFloat64OrNull(properties[{p8:String}]), NULL) > {p9:Float64}, 0)), 3, 0) AS step
          FROM events
          WHERE 
  project = {p10:String}
  AND time >= fromUnixTimestamp64Milli({p4:Int64})
  AND time < fromUnixTimestamp64Milli({p11:Int64})
            AND event IN {p12:Array(String)} AND 1 AND step != 0
        )
        GROUP BY person))))))))))))))))))
    ))))

-- p0 = 0
-- p1 = 604800000
-- p2 = 1
-- p3 = 2678400001
-- p4 = 1767225600000
-- p5 = "$pageview"
-- p6 = "Product Added"
-- p7 = "Order Completed"
-- p8 = "total"
-- p9 = 100
-- p10 = "p"
-- p11 = 1769904000000
-- p12 = ["$pageview","Product Added","Order Completed"]
