SELECT countForEach(arrayDifference(arraySlice(moments, 1, level)) AS took) AS counts, quantileExactInclusiveForEach(0.5)(took) AS medians, avgForEach(took) AS averages
FROM (
    SELECT *, [bitShiftRight(moves[indexOf(`starts_1`, start)], 5), bitShiftRight(moves[indexOf(`starts_2`, start)], 5)] AS moments
    FROM (
      SELECT *, (`starts_1`[-1] != 0) + (`starts_2`[-1] != 0) AS level, arrayFirst(start -> start != 0, [`starts_1`, `starts_2`][level]) AS start
      FROM (SELECT *, arrayFill((start, move) -> bitAnd(move, 31) = 2 AND move - start < 38707200032, `starts_1`, moves) AS `starts_2` FROM (SELECT *, arrayFill(move -> bitAnd(move, 31) = 1, moves) AS `starts_1` FROM (
        SELECT person_id AS person, arrayPushFront(arraySort(groupArray(bitShiftLeft(toUInt64(toUnixTimestamp64Milli(time) - 1767225599999), 5) + (multiIf(event = {p0:String}, 1, event = {p1:String} AND (ifNull(if(isFinite(toFloat64OrNull(properties[{p2:String}])), toFloat64OrNull(properties[{p2:String}]), NULL) > {p3:Float64}, 0)), 2, 0) AS step))), 0) AS moves
        FROM events
          WHERE 
  project = {p4:String}
  AND time >= fromUnixTimestamp64Milli(1767225600000)
  AND time < fromUnixTimestamp64Milli(1769904000000)
            AND event IN {p5:Array(String)} AND 1 AND step != 0
        GROUP BY person)))
    ))

-- p0 = "a"
-- p1 = "b"
-- p2 = "x"
-- p3 = 1
-- p4 = "p"
-- p5 = ["a","b"]
