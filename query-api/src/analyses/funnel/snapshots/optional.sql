SELECT multiIf(grouping(grp) = 0, 'group', grouping(bucket) = 0, 'bucket', 'all') AS list, grp, bucket, countIf(reached[1]) AS count_1, countIf(reached[2]) AS count_2, quantileExactInclusiveIf(0.5)(moments[2] - befores[2], reached[2]) / 1000 AS median_2, avgIf(moments[2] - befores[2], reached[2]) / 1000 AS average_2, countIf(reached[3]) AS count_3, quantileExactInclusiveIf(0.5)(moments[3] - befores[3], reached[3]) / 1000 AS median_3, avgIf(moments[3] - befores[3], reached[3]) / 1000 AS average_3
FROM (
  SELECT *, (arrayFirst(one -> one.1 = moments[2] AND one.2 = 2, touch)).3 AS grp, 0 AS bucket
  FROM (
    SELECT *, [stood[1], at[indexOf(`starts_2`, arrayFirst(start -> start != 0, `starts_2`))], stood[3]] AS moments, [stood[1], if(at[indexOf(`starts_1`, arrayFirst(start -> start != 0, `starts_2`))] = 0, at[indexOf(`starts_2`, arrayFirst(start -> start != 0, `starts_2`))], at[indexOf(`starts_1`, arrayFirst(start -> start != 0, `starts_2`))]), stood[1]] AS befores,
      [`starts_1`[-1] != 0, `starts_2`[-1] != 0, `starts_3`[-1] != 0] AS reached
    FROM (
    SELECT *, arrayReverseFill(moment -> moment != 0, [at[indexOf(`starts_1`, start)], 0, at[indexOf(`starts_3`, start)]]) AS stood
    FROM (
      SELECT *, (`starts_1`[-1] != 0) + (`starts_3`[-1] != 0) AS level, arrayFirst(start -> start != 0, multiIf(level = 1, `starts_1`, level = 2, `starts_3`, [])) AS start
      FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step, start) -> if(step = 3 AND start != 0 AND at - start <= {p0:UInt64}, start, 0),
      at, step, `starts_1`)) AS `starts_3` FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step, start) -> if(step = 2 AND start != 0 AND at - start <= {p0:UInt64}, start, 0),
      at, step, `starts_1`)) AS `starts_2` FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step) -> if(step = 1, at, 0), at, step)) AS `starts_1` FROM (
      SELECT person, session, touch,
        arrayMap(move -> bitShiftRight(move, 10), moves) AS at,
        arrayMap(move -> bitAnd(bitShiftRight(move, 5), 31), moves) AS step,
        arrayMap(move -> bitAnd(move, 31), moves) AS came
      FROM (
        SELECT person, session, arraySort(groupArrayIf((at, toUInt64(step), value), step != 0 AND value != '')) AS touch, arraySort(groupArray(
          bitShiftLeft(at, 10) + bitShiftLeft(toUInt64(step), 5) + step - 1)) AS moves
        FROM (
          
  SELECT rows.*, if(rows.session_id != '', rows.session_id,
    concat(toString(rows.person), ' ', toString(arrayLast(begin -> begin <= rows.at, stretches.begins)))) AS session
  FROM (SELECT person_id AS person, toUInt64(toUnixTimestamp64Milli(time) - {p1:Int64} + 1) AS at, multiIf(event = {p2:String} AND 1, 1, ((event = {p3:String} AND 1) OR (event = {p4:String} AND 1)), 2, event = {p5:String} AND 1, 3, 0) AS step, session_id, toString(properties[{p6:String}]) AS value
          FROM events
          WHERE 
  project = {p7:String}
  AND time >= fromUnixTimestamp64Milli({p1:Int64})
  AND time < fromUnixTimestamp64Milli({p8:Int64})
            AND event IN {p9:Array(String)} AND 1 AND step != 0) AS rows
  LEFT JOIN (
    SELECT whose, arrayFilter((here, before, nth) -> nth = 1 OR here - before > {p10:Int64},
      moments, arrayShiftRight(moments, 1), arrayEnumerate(moments)) AS begins
    FROM (
      SELECT person_id AS whose, arraySort(groupUniqArray(toUInt64(toUnixTimestamp64Milli(time) - {p1:Int64} + 1))) AS moments
      FROM events
      WHERE 
  project = {p7:String}
  AND time >= fromUnixTimestamp64Milli({p1:Int64})
  AND time < fromUnixTimestamp64Milli({p8:Int64}) AND session_id = ''
      GROUP BY whose
    )
  ) AS stretches ON rows.person = stretches.whose
        )
        GROUP BY person, session)))))
    ))))
WHERE level > 0
GROUP BY GROUPING SETS ((), (grp), (bucket))
ORDER BY list, count_1 DESC, grp
LIMIT 25 BY list

-- p0 = 1209600000
-- p1 = 1767225600000
-- p2 = "a"
-- p3 = "b"
-- p4 = "c"
-- p5 = "d"
-- p6 = "it's"
-- p7 = "p"
-- p8 = 1769904000000
-- p9 = ["a","b","c","d"]
-- p10 = 1800000
