/** Finds the elements of a selector, those that a page adds later included. */

/** `found` may be told of one element more than once. The answer ends it. */
export function watchElements(selector: string, found: (element: Element) => void): () => void {
  const look = (root: ParentNode): void => root.querySelectorAll(selector).forEach(found)
  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records)
      for (const node of addedNodes)
        if (node instanceof Element) {
          if (node.matches(selector)) found(node)
          look(node)
        }
  })
  observer.observe(document, { childList: true, subtree: true })
  look(document)
  return () => observer.disconnect()
}
