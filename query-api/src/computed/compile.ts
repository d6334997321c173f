/** Computed properties as SQL: every name and text of theirs stays a bound parameter. */
import { bind, join, type Sql, sql } from '@firefly/clickhouse/sql'
import { float } from '../floats.ts'
import type { Comparison, Computed } from './parse.ts'
import type { Word } from './words.ts'

/** What a property is, and what number a text is. */
export interface Reading {
  textOf: (property: string) => Sql
  numberIn: (text: Sql) => Sql
}

/** As text, empty where there is no value. */
export function textSql(computed: Computed, reading: Reading): Sql {
  if (computed.kind === 'yes') return sql`if(${yesSql(computed, reading)}, 'true', 'false')`
  if (computed.kind === 'number') return sql`ifNull(toString(${numberSql(computed, reading)}), '')`
  if ('property' in computed) return sql`toString(${reading.textOf(computed.property)})`
  if ('text' in computed) return bind('String', computed.text)
  return 'call' in computed ? textCall(computed.call, computed.given, reading) : sql`''`
}

/** NULL where it is none, or beyond all bounds. */
function numberSql(computed: Computed, reading: Reading): Sql {
  if (computed.kind !== 'number') return reading.numberIn(textSql(computed, reading))
  if ('number' in computed) return float(computed.number)
  const [left, right] = ('given' in computed ? computed.given : [computed.left, computed.right]).map((one) =>
    numberSql(one, reading),
  )
  const [first] = 'given' in computed ? computed.given : []
  if (!left) return sql`NULL`
  if ('call' in computed) {
    switch (computed.call) {
      case 'length':
        return first ? sql`toFloat64(lengthUTF8(${textSql(first, reading)}))` : sql`NULL`
      case 'round':
        return finite(sql`sign(${left}) * floor(abs(${left}) + 0.5)`)
      case 'floor':
        return sql`floor(${left})`
      case 'bucket':
        return right ? finite(sql`floor(${left} / ${right}) * ${right}`) : sql`NULL`
      default:
        return left
    }
  }
  if (!right || !('sign' in computed)) return sql`NULL`
  const signs = { '+': sql`+`, '-': sql`-`, '*': sql`*`, '/': sql`/` }
  return finite(sql`(${left} ${signs[computed.sign]} ${right})`)
}

const finite = (number: Sql): Sql => sql`if(isFinite(${number}), ${number}, NULL)`

const SIGNS: Record<Comparison, Sql> = {
  '=': sql`=`,
  '!=': sql`!=`,
  '<': sql`<`,
  '<=': sql`<=`,
  '>': sql`>`,
  '>=': sql`>=`,
}

/** Numbers where either side is one for certain, else texts. */
function yesSql(computed: Computed, reading: Reading): Sql {
  if ('call' in computed) return yesCall(computed.call, computed.given, reading)
  if (computed.kind !== 'yes') return sql`0`
  const { sign, left, right } = computed
  if (sign === 'and') return sql`(${yesSql(left, reading)} AND ${yesSql(right, reading)})`
  if (sign === 'or') return sql`(${yesSql(left, reading)} OR ${yesSql(right, reading)})`
  if (left.kind === 'number' || right.kind === 'number')
    return sql`ifNull(${numberSql(left, reading)} ${SIGNS[sign]} ${numberSql(right, reading)}, ${sign === '!=' ? sql`1` : sql`0`})`
  return sql`(${textSql(left, reading)} ${SIGNS[sign]} ${textSql(right, reading)})`
}

function yesCall(call: Word, given: readonly Computed[], reading: Reading): Sql {
  const [first, second] = given
  if (!first) return sql`0`
  if (call === 'not') return sql`NOT ${yesSql(first, reading)}`
  const [text, part] = [textSql(first, reading), second ? textSql(second, reading) : sql`''`]
  return call === 'starts'
    ? sql`startsWith(${text}, ${part})`
    : sql`(positionCaseInsensitiveUTF8(${text}, ${part}) > 0)`
}

function textCall(call: Word, given: readonly Computed[], reading: Reading): Sql {
  const texts = given.map((one) => textSql(one, reading))
  const [first = sql`''`, second = sql`''`, third = sql`''`] = texts
  switch (call) {
    case 'lower':
      return sql`lowerUTF8(${first})`
    case 'upper':
      return sql`upperUTF8(${first})`
    case 'concat':
      return sql`concat(${join(texts, ', ')})`
    case 'coalesce':
      return sql`arrayFirst(one -> one != '', [${join(texts, ', ')}])`
    case 'extract':
      return sql`extract(${first}, ${second})`
    case 'host':
      return sql`domain(${first})`
    case 'path':
      return sql`path(${first})`
    case 'parameter':
      return sql`decodeURLFormComponent(extractURLParameter(${first}, ${second}))`
    case 'if':
      return given[0] ? sql`if(${yesSql(given[0], reading)}, ${second}, ${third})` : first
    default:
      return first
  }
}
