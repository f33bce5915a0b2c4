/// Returns the candidate that `word` most likely stands for, or `nil` if none is near.
///
/// Near is a Damerau-Levenshtein distance of at most a third of the word's length, at least 1; a
/// word of one letter is near to no other. Of several that are as near the first in alphabetical order
/// is meant, so that the order of the candidates makes no difference.
public func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
  let limit = word.count == 1 ? 0 : max(1, word.count / 3)
  let (letters, lowercased) = (Array(word), word.lowercased())
  let byteCounts = word.utf8.count - limit ... word.utf8.count + limit
  let isASCII = letters.count == word.utf8.count
  var best: (distance: Int, candidate: String)?
  for c in candidates where c != word {
    // Most names of a large module are too short or too long, which is seen at once.
    if isASCII, !byteCounts.contains(c.utf8.count), c.utf8.allSatisfy({ $0 < 0x80 }) { continue }
    let d = c.lowercased() == lowercased ? 0 : editDistance(letters, Array(c), limit: limit)
    if d > limit { continue }
    if let known = best, (known.distance, known.candidate) <= (d, c) { continue }
    best = (d, c)
  }
  return best?.candidate
}

/// Returns the number of insertions, deletions, replacements and swaps of neighbors that turn
/// `a` into `b`, or `limit + 1` if it exceeds `limit`.
private func editDistance(_ a: [Character], _ b: [Character], limit: Int) -> Int {
  if abs(a.count - b.count) > limit { return limit + 1 }
  var beforeLast = [Int](repeating: 0, count: b.count + 1)
  var last = Array(0 ... b.count)
  for i in a.indices {
    var row = [i + 1]
    for j in b.indices {
      var d = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { d = min(d, beforeLast[j - 1] + 1) }
      row.append(d)
    }
    if row.allSatisfy({ $0 > limit }) { return limit + 1 }
    (beforeLast, last) = (last, row)
  }
  return last[b.count]
}
