SELECT countIf(level >= 1) AS count_1, countIf(level >= 2) AS count_2, quantileExactInclusiveIf(0.5)(moments[2] - moments[1], level >= 2) / 1000 AS median_2, avgIf(moments[2] - moments[1], level >= 2) / 1000 AS average_2, countIf(level >= 3) AS count_3, quantileExactInclusiveIf(0.5)(moments[3] - moments[2], level >= 3) / 1000 AS median_3, avgIf(moments[3] - moments[2], level >= 3) / 1000 AS average_3
FROM (
  SELECT *
  FROM (
    SELECT *, arrayReverseFill(moment -> moment != 0, [at[indexOf(`starts_1`, start)], at[indexOf(`starts_2`, start)], at[indexOf(`starts_3`, start)]]) AS moments
    FROM (
      SELECT *, (`starts_1`[-1] != 0) + (`starts_2`[-1] != 0) + (`starts_3`[-1] != 0) AS level, arrayFirst(start -> start != 0, multiIf(level = 1, `starts_1`, level = 2, `starts_2`, level = 3, `starts_3`, [])) AS start
      FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step, start) -> if(step = 3 AND start != 0 AND at - start <= {p0:UInt64}, start, 0),
      at, step, `starts_2`)) AS `starts_3` FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step, start) -> if(step = 2 AND start != 0 AND at - start <= {p0:UInt64}, start, 0),
      at, step, `starts_1`)) AS `starts_2` FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step) -> if(step = 1, at, 0), at, step)) AS `starts_1` FROM (
      SELECT person,
        arrayMap(move -> bitShiftRight(move, 10), moves) AS at,
        arrayMap(move -> bitAnd(bitShiftRight(move, 5), 31), moves) AS step,
        arrayMap(move -> bitAnd(move, 31), moves) AS came
      FROM (
        SELECT person, arraySort(groupArray(
          bitShiftLeft(at, 10) + bitShiftLeft(toUInt64(step), 5) + step - 1)) AS moves
        FROM (
          SELECT person_id AS person, toUInt64(toUnixTimestamp64Milli(time) - {p1:Int64} + 1) AS at, multiIf(event = {p2:String} AND 1, 1, event = {p3:String} AND 1, 2, event = {p4:String} AND (ifNull(if(isFinite(toFloat64OrNull(properties[{p5:String}])), toFloat64OrNull(properties[{p5:String}]), NULL) > {p6:Float64}, 0)), 3, 0) AS step
          FROM events
          WHERE 
  project = {p7:String}
  AND time >= fromUnixTimestamp64Milli({p1:Int64})
  AND time < fromUnixTimestamp64Milli({p8:Int64})
            AND event IN {p9:Array(String)} AND 1 AND step != 0
        )
        GROUP BY person)))))
    )))

-- p0 = 604800000
-- p1 = 1767225600000
-- p2 = "$pageview"
-- p3 = "Product Added"
-- p4 = "Order Completed"
-- p5 = "total"
-- p6 = 100
-- p7 = "p"
-- p8 = 1769904000000
-- p9 = ["$pageview","Product Added","Order Completed"]
