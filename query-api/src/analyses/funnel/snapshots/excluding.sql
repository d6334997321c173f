SELECT countForEach(arrayDifference(arraySlice(moments, 1, level)) AS took) AS counts, quantileExactInclusiveForEach(0.5)(took) AS medians, avgForEach(took) AS averages
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
        arrayFilter(one -> one.1 != 0, arrayMap((start, at) -> (toUInt64(start), toUInt8(1), toUInt64(start), toUInt64(at)), `starts_2`, at))))))) AS `arrivals_2` FROM (SELECT *, arrayDistinct(arrayFilter(start -> start != 0, `starts_1`)) AS begun, arrayMap(start -> toUInt64(start), begun) AS tries, tries AS `arrivals_1` FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step, start) -> start * (step = 2 AND at - start <= 1209600000),
      at, step, `starts_1`)) AS `starts_2` FROM (SELECT *, arrayFill(start -> start != 0, arrayMap((at, step) -> at * (step = 1), at, step)) AS `starts_1` FROM (
      SELECT person, `excluded_1`,
        arrayMap(move -> bitShiftRight(move, 5), moves) AS at,
        arrayMap(move -> bitAnd(move, 31), moves) AS step
      FROM (
        SELECT person, arraySort(groupUniqArrayIf(at, `is_excluded_1`)) AS `excluded_1`, arraySort(groupArrayIf(
          bitShiftLeft(at, 5) + step, step != 0)) AS moves
        FROM (
          SELECT person_id AS person, toUInt64(toUnixTimestamp64Milli(time) - 1767225599999) AS at, multiIf(event = {p1:String}, 1, event = {p2:String}, 2, 0) AS step, event = {p3:String} AS `is_excluded_1`
          FROM events
          WHERE 
  project = {p4:String}
  AND time >= fromUnixTimestamp64Milli(1767225600000)
  AND time < fromUnixTimestamp64Milli(1769904000000)
            AND event IN {p5:Array(String)} AND 1
        )
        GROUP BY person)))))))
            )
          )
        )
      )
    ))

-- p0 = 1209600000
-- p1 = "a"
-- p2 = "b"
-- p3 = "x"
-- p4 = "p"
-- p5 = ["a","b","x"]
