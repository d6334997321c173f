SELECT what.1 AS property, what.2 AS value, uniqExactIf(person, won) AS converted, uniqExactIf(person, NOT won) AS dropped
FROM (
  SELECT entered.person AS person, entered.won AS won, arrayJoin(arrayConcat([('', '')], seen.whats)) AS what
  FROM (
  SELECT person, level >= 2 AS won, moments[1] AS begun,
    if(won, moments[2], begun + {p0:UInt64}) AS done
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
          SELECT person_id AS person, toUInt64(toUnixTimestamp64Milli(time) - {p1:Int64} + 1) AS at, multiIf(event = {p2:String} AND 1, 1, event = {p3:String} AND 1, 2, 0) AS step
          FROM events
          WHERE 
  project = {p4:String}
  AND time >= fromUnixTimestamp64Milli({p1:Int64})
  AND time < fromUnixTimestamp64Milli({p5:Int64})
            AND event IN {p6:Array(String)} AND 1 AND step != 0
        )
        GROUP BY person))))
    )))
  WHERE level > 0) AS entered
  LEFT JOIN (SELECT person_id AS whose, toUInt64(toUnixTimestamp64Milli(time) - {p1:Int64} + 1) AS at, [('', toString(event))] AS whats
    FROM events
    WHERE 
  project = {p4:String}
  AND time >= fromUnixTimestamp64Milli({p1:Int64})
  AND time < fromUnixTimestamp64Milli({p5:Int64}) AND 1
      AND event NOT IN {p6:Array(String)}) AS seen
    ON entered.person = seen.whose AND seen.at >= entered.begun AND seen.at <= entered.done)
GROUP BY property, value
HAVING property = '' AND value = '' OR converted + dropped >= 2

-- p0 = 604800000
-- p1 = 1767225600000
-- p2 = "Product Added"
-- p3 = "Order Completed"
-- p4 = "p"
-- p5 = 1769904000000
-- p6 = ["Product Added","Order Completed"]
