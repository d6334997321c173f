SELECT countIf(level >= 1) AS count_1, countIf(level >= 2) AS count_2, quantileExactInclusiveIf(0.5)(moments[2] - moments[1], level >= 2) / 1000 AS median_2, avgIf(moments[2] - moments[1], level >= 2) / 1000 AS average_2
FROM (
  SELECT *
  FROM (
    SELECT *, arrayMap(way -> if(chosen = 0, 0, way[chosen]), ways) AS moments
    FROM (
      SELECT *, if(first = 0, 0, furthest) AS level,
        if(first = 0, 0, arrayLastIndex((count, bad, finish) -> count = furthest AND NOT bad AND finish = finished,
          far, spoilt, finishes)) AS chosen
      FROM (
        SELECT *, finishes[first] AS finished
        FROM (
          SELECT *, arrayFirstIndex((count, bad) -> count = furthest AND NOT bad, far, spoilt) AS first,
            ways[greatest(furthest, 1)] AS finishes
          FROM (
            SELECT *, arrayMax(arrayPushBack(far, 0)) AS furthest, [`arrivals_1`, `arrivals_2`] AS ways
            FROM (
              SELECT *, arrayMap((`came_1`, `came_2`) -> toUInt8((`came_1` != 0) + (`came_2` != 0)), `arrivals_1`, `arrivals_2`) AS far, arrayMap((`by_1`) -> `by_1`, `spoilt_1`) AS spoilt
              FROM (SELECT *, arrayMap((try, since, until, found) -> since != 0 AND found != 0
        AND found < if(until != 0, until, try + {p0:UInt64} + 1),
        tries, `arrivals_1`, `arrivals_2`, arrayMap(one -> one.1, arraySort(one -> one.2, arrayMap((one, own) -> (one.3, own.4),
      arrayFilter((one, own) -> own.2 = 1, arrayReverseFill(one -> one.2 = 0, arraySort(arrayConcat(
        arrayMap((since, nth) -> (if(since = 0, toUInt64(9223372036854775807), since), toUInt8(1), toUInt64(0), nth), `arrivals_1`, arrayEnumerate(`arrivals_1`)),
        arrayMap(at -> (at, toUInt8(0), at, toUInt32(0)), `excluded_1`)))), arraySort(arrayConcat(
        arrayMap((since, nth) -> (if(since = 0, toUInt64(9223372036854775807), since), toUInt8(1), toUInt64(0), nth), `arrivals_1`, arrayEnumerate(`arrivals_1`)),
        arrayMap(at -> (at, toUInt8(0), at, toUInt32(0)), `excluded_1`)))),
      arrayFilter(own -> own.2 = 1, arraySort(arrayConcat(
        arrayMap((since, nth) -> (if(since = 0, toUInt64(9223372036854775807), since), toUInt8(1), toUInt64(0), nth), `arrivals_1`, arrayEnumerate(`arrivals_1`)),
        arrayMap(at -> (at, toUInt8(0), at, toUInt32(0)), `excluded_1`)))))))) AS `spoilt_1` FROM (SELECT *, arrayMap((try, entry) -> if(entry.2 != 0 AND entry.2 - try <= {p0:UInt64}, entry.2, 0), tries, arrayMap(one -> (one.3, one.4), arrayFilter((one, own) -> own.2 = 0,
      arrayReverseFill(one -> one.2 = 1, arraySort(arrayConcat(
        arrayMap(try -> (toUInt64(try), toUInt8(0), toUInt64(0), toUInt64(0)), tries),
        arrayFilter(one -> one.1 != 0, arrayMap((start, at) -> (toUInt64(start), toUInt8(1), toUInt64(start), toUInt64(at)), `starts_2`, at))))), arraySort(arrayConcat(
        arrayMap(try -> (toUInt64(try), toUInt8(0), toUInt64(0), toUInt64(0)), tries),
        arrayFilter(one -> one.1 != 0, arrayMap((start, at) -> (toUInt64(start), toUInt8(1), toUInt64(start), toUInt64(at)), `starts_2`, at))))))) AS `arrivals_2` FROM (SELECT *, arrayDistinct(arrayFilter(start -> start != 0, `starts_1`)) AS begun, arrayMap(start -> toUInt64(start), begun) AS tries, tries AS `arrivals_1` FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step, start) -> if(step = 2 AND start != 0 AND at - start <= {p0:UInt64}, start, 0),
      at, step, `starts_1`)) AS `starts_2` FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step) -> if(step = 1, at, 0), at, step)) AS `starts_1` FROM (
      SELECT person, `excluded_1`,
        arrayMap(move -> bitShiftRight(move, 10), moves) AS at,
        arrayMap(move -> bitAnd(bitShiftRight(move, 5), 31), moves) AS step,
        arrayMap(move -> bitAnd(move, 31), moves) AS came
      FROM (
        SELECT person, arraySort(groupUniqArrayIf(at, `is_excluded_1`)) AS `excluded_1`, arraySort(groupArrayIf(
          bitShiftLeft(at, 10) + bitShiftLeft(toUInt64(step), 5) + step - 1, step != 0)) AS moves
        FROM (
          SELECT person_id AS person, toUInt64(toUnixTimestamp64Milli(time) - {p1:Int64} + 1) AS at, multiIf(event = {p2:String} AND 1, 1, event = {p3:String} AND 1, 2, 0) AS step, event = {p4:String} AND 1 AS `is_excluded_1`
          FROM events
          WHERE 
  project = {p5:String}
  AND time >= fromUnixTimestamp64Milli({p1:Int64})
  AND time < fromUnixTimestamp64Milli({p6:Int64})
            AND event IN {p7:Array(String)} AND 1 AND (step != 0 OR `is_excluded_1`)
        )
        GROUP BY person)))))))
            )
          )
        )
      )
    )))

-- p0 = 1209600000
-- p1 = 1767225600000
-- p2 = "a"
-- p3 = "b"
-- p4 = "x"
-- p5 = "p"
-- p6 = 1769904000000
-- p7 = ["a","b","x"]
