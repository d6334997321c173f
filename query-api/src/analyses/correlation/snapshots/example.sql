SELECT what.1 AS property, what.2 AS value, uniqExactIf(person, won) AS converted, uniqExactIf(person, NOT won) AS dropped
FROM (
  SELECT entered.person AS person, entered.won AS won, arrayJoin(arrayConcat([('', '')], seen.whats)) AS what
  FROM (
  SELECT person, level >= 2 AS won, moments[1] AS begun,
    if(won, moments[2], begun + {p0:UInt64}) AS done
  FROM (
    SELECT *, [bitShiftRight(moves[indexOf(`starts_1`, start)], 5), bitShiftRight(moves[indexOf(`starts_2`, start)], 5)] AS moments
    FROM (
      SELECT *, (`starts_1`[-1] != 0) + (`starts_2`[-1] != 0) AS level, arrayFirst(start -> start != 0, [`starts_1`, `starts_2`][level]) AS start
      FROM (SELECT *, arrayFill((start, move) -> bitAnd(move, 31) = 2 AND move - start < 19353600032, `starts_1`, moves) AS `starts_2` FROM (SELECT *, arrayFill(move -> bitAnd(move, 31) = 1, moves) AS `starts_1` FROM (
        SELECT person_id AS person, arrayPushFront(arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1767225599999), 5) + (multiIf(event = {p1:String}, 1, event = {p2:String}, 2, 0) AS step))), 0) AS moves
        FROM events
          WHERE 
  project = {p3:String}
  AND time >= fromUnixTimestamp64Milli(1767225600000)
  AND time < fromUnixTimestamp64Milli(1769904000000)
            AND event IN {p4:Array(String)} AND 1
        GROUP BY person)))
    ))
  WHERE level > 0) AS entered
  LEFT JOIN (SELECT person_id AS whose, toUInt64(toUnixTimestamp64Milli(time) - {p5:Int64} + 1) AS at, [('', toString(event))] AS whats
    FROM events
    WHERE 
  project = {p3:String}
  AND time >= fromUnixTimestamp64Milli(1767225600000)
  AND time < fromUnixTimestamp64Milli(1769904000000) AND 1
      AND event NOT IN {p4:Array(String)}) AS seen
    ON entered.person = seen.whose AND seen.at >= entered.begun AND seen.at <= entered.done)
GROUP BY property, value
HAVING property = '' AND value = '' OR converted + dropped >= 2

-- p0 = 604800000
-- p1 = "Product Added"
-- p2 = "Order Completed"
-- p3 = "p"
-- p4 = ["Product Added","Order Completed"]
-- p5 = 1767225600000
