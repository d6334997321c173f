SELECT what.1 AS property, what.2 AS value, uniqExactIf(person, won) AS converted, uniqExactIf(person, NOT won) AS dropped
FROM (
  SELECT entered.person AS person, entered.won AS won, arrayJoin(arrayConcat([('', '')], seen.whats)) AS what
  FROM (
  SELECT person, level >= 2 AS won, moments[1] AS begun,
    if(won, moments[2], begun + {p0:UInt64}) AS done
  FROM (
  SELECT *
  FROM (
    SELECT person, is_ahead * steps_ahead + level AS level, [is_ahead * toUInt64(toInt64(`met_1`) - {p1:Int64}) + moments[1], is_ahead * toUInt64(toInt64(`met_2`) - {p1:Int64}) + moments[2]] AS moments
    FROM (
    SELECT *, arrayReverseFill(moment -> moment != 0, [at[indexOf(`starts_1`, start)], at[indexOf(`starts_2`, start)]]) AS moments
    FROM (
      SELECT *, (`starts_1`[-1] != 0) + (`starts_2`[-1] != 0) AS level, arrayFirst(start -> start != 0, multiIf(level = 1, `starts_1`, level = 2, `starts_2`, [])) AS start
      FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step, start) -> if(step = 2 AND start != 0 AND at - start <= {p0:UInt64}, start, 0),
      at, step, `starts_1`)) AS `starts_2` FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step) -> if(step = 1, at, 0), at, step)) AS `starts_1` FROM (
      SELECT person, is_ahead, steps_ahead, `met_1`, `met_2`,
        arrayMap(move -> bitShiftRight(move, 10), moves) AS at,
        arrayMap(move -> bitAnd(bitShiftRight(move, 5), 31), moves) AS step,
        arrayMap(move -> bitAnd(move, 31), moves) AS came
      FROM (
      SELECT person, is_ahead, steps_ahead, `met_1`, `met_2`, arraySort(arrayConcat(arrayMap(moment -> bitShiftLeft(toUInt64(toInt64(moment) - {p1:Int64}), 10) + bitShiftLeft(toUInt64(1), 5) + 1 - 1, arrayFilter(moment -> moment >= {p2:UInt64} AND moment < {p3:UInt64}, if(NOT is_ahead, `at_1`, []))), arrayMap(moment -> bitShiftLeft(toUInt64(toInt64(moment) - {p1:Int64}), 10) + bitShiftLeft(toUInt64(2), 5) + 2 - 1, arrayFilter(moment -> moment >= {p2:UInt64} AND moment < {p3:UInt64}, if(NOT is_ahead, `at_2`, []))))) AS moves
      FROM (SELECT *, `ahead_2` AS `met_2` FROM (SELECT *, `back_1` AS `met_1` FROM (SELECT *, end_ahead - `back_1` <= {p0:UInt64} AS is_ahead FROM (SELECT *, greatest(if(steps_ahead <= 1, end_ahead, 0), arrayMax(moment -> if(moment <= `back_2`, moment, 0), `at_1`)) AS `back_1` FROM (SELECT *, if(steps_ahead <= 2, end_ahead, 0) AS `back_2` FROM (SELECT *, [`ahead_1`, `ahead_2`][steps_ahead] AS end_ahead FROM (SELECT *, (`ahead_1` < {p3:UInt64}) + (`ahead_2` < {p3:UInt64}) AS steps_ahead FROM (SELECT *, bitNot(arrayMax(moment -> if(moment >= `ahead_1`, bitNot(moment), 0), `at_2`)) AS `ahead_2` FROM (SELECT *, bitNot(arrayMax(moment -> if(moment >= {p2:UInt64}, bitNot(moment), 0), `at_1`)) AS `ahead_1` FROM (
        SELECT person, groupArrayIf(at, step = 1) AS `at_1`, groupArrayIf(at, step = 2) AS `at_2`
        FROM (
          SELECT person_id AS person, toUInt64(toUnixTimestamp64Milli(time) - {p4:Int64} + 1) AS at, multiIf(event = {p5:String} AND 1, 1, event = {p6:String} AND 1, 2, 0) AS step
          FROM events
          WHERE 
  project = {p7:String}
  AND time >= fromUnixTimestamp64Milli({p4:Int64})
  AND time < fromUnixTimestamp64Milli({p8:Int64})
            AND event IN {p9:Array(String)} AND 1 AND step != 0
        )
        GROUP BY person))))))))))))))
    ))))
  WHERE level > 0) AS entered
  LEFT JOIN (SELECT person_id AS whose, toUInt64(toUnixTimestamp64Milli(time) - {p4:Int64} + 1) AS at, [('', toString(event))] AS whats
    FROM events
    WHERE 
  project = {p7:String}
  AND time >= fromUnixTimestamp64Milli({p4:Int64})
  AND time < fromUnixTimestamp64Milli({p8:Int64}) AND 1
      AND event NOT IN {p9:Array(String)}) AS seen
    ON entered.person = seen.whose AND seen.at >= entered.begun AND seen.at <= entered.done)
GROUP BY property, value
HAVING property = '' AND value = '' OR converted + dropped >= 2

-- p0 = 604800000
-- p1 = 0
-- p2 = 1
-- p3 = 2678400001
-- p4 = 1767225600000
-- p5 = "Product Added"
-- p6 = "Order Completed"
-- p7 = "p"
-- p8 = 1769904000000
-- p9 = ["Product Added","Order Completed"]
