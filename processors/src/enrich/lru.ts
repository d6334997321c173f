/** Remembers the answers of a pure function, for the inputs asked most recently. */

/** `compute` must give the same answer for the same key; at most `size` answers are kept. */
export function remember<Answer>(size: number, compute: (key: string) => Answer): (key: string) => Answer {
  const answers = new Map<string, Answer>()
  return (key) => {
    const known = answers.get(key)
    if (known !== undefined) {
      answers.delete(key)
      answers.set(key, known)
      return known
    }
    const answer = compute(key)
    answers.set(key, answer)
    if (answers.size > size) answers.delete(answers.keys().next().value ?? '')
    return answer
  }
}
