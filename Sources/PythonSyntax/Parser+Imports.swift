import Diagnostics

extension Parser {

  // import := 'import' path ['as' name] (',' …)* | 'from' dots path 'import' names
  mutating func parseImport() throws(Unwinding) -> Statement {
    let start = current
    let context = "an import"
    if take(.import) {
      var modules: [ImportedModule] = []
      repeat {
        let path = try parseDottedName(in: context)
        let alias = take(.as) ? try expectName(in: context) : nil
        modules.append(ImportedModule(path: path, alias: alias))
      } while take(.comma)
      return Statement(.import(modules), at: span(from: start))
    }
    advance()
    var level = 0
    while true {
      if take(.dot) {
        level += 1
      } else if take(.ellipsis) {
        level += 3
      } else {
        break
      }
    }
    let path = at(.import) ? [] : try parseDottedName(in: context)
    guard take(.import) else { throw expected("'import'", in: context) }
    if take(.star) {
      return Statement(
        .importFrom(ImportFrom(level: level, path: path, names: [])), at: span(from: start))
    }
    let isParenthesized = take(.openParen)
    var names: [ImportFrom.Name] = []
    repeat {
      if isParenthesized, at(.closeParen) { break }
      let name = try expectName(in: context)
      let alias = take(.as) ? try expectName(in: context) : nil
      names.append(ImportFrom.Name(name: name, alias: alias))
    } while take(.comma)
    if isParenthesized { try expect(.closeParen, in: context) }
    return Statement(
      .importFrom(ImportFrom(level: level, path: path, names: names)), at: span(from: start))
  }

  private mutating func parseDottedName(in context: String) throws(Unwinding) -> [Identifier] {
    var path = [try expectName(in: context)]
    while take(.dot) { path.append(try expectName(in: context)) }
    return path
  }

}
