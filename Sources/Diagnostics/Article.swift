/// Returns `noun` behind its indefinite article; a word in quotes stands alone.
public func withArticle(_ noun: String) -> String {
  if noun.hasPrefix("'"), noun.hasSuffix("'") { return noun }
  let startsWithVowel = noun.first.map { "aeiou".contains($0) } ?? false
  return (startsWithVowel || noun == "f-string" ? "an " : "a ") + noun
}
