SELECT countIf(level >= 1) AS count_1, countIf(level >= 2) AS count_2, quantileExactInclusiveIf(0.5)(moments[2] - moments[1], level >= 2) / 1000 AS median_2, avgIf(moments[2] - moments[1], level >= 2) / 1000 AS average_2
FROM (
  SELECT *
  FROM (
    SELECT *, arrayReverseFill(moment -> moment != 0, [at[indexOf(`starts_1`, start)], at[indexOf(`starts_2`, start)]]) AS moments
    FROM (
      SELECT *, (`starts_1`[-1] != 0) + (`starts_2`[-1] != 0) AS level, arrayFirst(start -> start != 0, multiIf(level = 1, `starts_1`, level = 2, `starts_2`, [])) AS start
      FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step, start) -> if(step = 2 AND start != 0 AND at - start <= {p0:UInt64}, start, 0),
      at, step, `starts_1`)) AS `starts_2` FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step) -> if(step = 1, at, 0), at, step)) AS `starts_1` FROM (
      SELECT person,
        arrayMap(move -> bitShiftRight(move, 10), moves) AS at,
        arrayMap(move -> bitAnd(bitShiftRight(move, 5), 31), moves) AS step,
        arrayMap(move -> bitAnd(move, 31), moves) AS came
      FROM (
        SELECT person, arraySort(groupArray(
          bitShiftLeft(at, 10) + bitShiftLeft(toUInt64(step), 5) + step - 1)) AS moves
        FROM (
          SELECT person_id AS person, toUInt64(toUnixTimestamp64Milli(time) - {p1:Int64} + 1) AS at, multiIf(event = {p2:String} AND 1, 1, event = {p3:String} AND (ifNull(if(isFinite(toFloat64OrNull(properties[{p4:String}])), toFloat64OrNull(properties[{p4:String}]), NULL) > {p5:Float64}, 0)), 2, 0) AS step
          FROM events
          WHERE 
  project = {p6:String}
  AND time >= fromUnixTimestamp64Milli({p1:Int64})
  AND time < fromUnixTimestamp64Milli({p7:Int64})
            AND event IN {p8:Array(String)} AND 1 AND step != 0
        )
        GROUP BY person))))
    )))

-- p0 = 1209600000
-- p1 = 1767225600000
-- p2 = "a"
-- p3 = "b"
-- p4 = "x"
-- p5 = 1
-- p6 = "p"
-- p7 = 1769904000000
-- p8 = ["a","b"]
