import StencilTypes

extension TypedPrinter {

  func document(_ p: Program) -> Document {
    let parameters = p.parameters.map { Document("\(spelled($0.name.name)): \(spelled($0.type))") }
    let offsets = p.offsets.sorted { $0.key < $1.key }.map { document($0, $1) }
    let inner =
      offsets + p.functions.map { document($0) } + p.temporaries.map { document($0) }
      + p.body.map { document($0) }
    return .sequence([
      .enclosed(spelled(p.name) + "(", .list(parameters), ")"), block(inner),
    ])
  }

  /// Returns ` { … }` with a line for each of `parts`.
  private func block(_ parts: [Document]) -> Document {
    .sequence([
      Document(" {"), Document.sequence(parts.map { .sequence([.newline, $0]) }).nested, .newline,
      Document("}"),
    ])
  }

  private func document(_ key: String, _ offset: FieldOffset) -> Document {
    let name = key == offset.name ? "" : " = \(spelled(offset.name))ₒ"
    let target = offset.target.map { spelled($0) }.joined(separator: ", ")
    return Document("offset \(spelled(key))ₒ\(name): \(spelled(offset.source)) → \(target);")
  }

  func document(_ f: FunctionDefinition) -> Document {
    .sequence([function("\(spelled(f.name.name)) = λ", f.parameters, f.body), Document(";")])
  }

  private func document(_ t: Temporary) -> Document {
    .sequence([
      Document("\(spelled(t.name.name)) = temporary(domain="), document(t.domain),
      Document(", dtype=\(spelled(t.dtype)));"),
    ])
  }

  func document(_ s: Statement) -> Document {
    switch s {
    case .set(let target, let domain, let value):
      return .sequence([
        document(target, .disjunction), Document(" @ "), document(domain, .disjunction),
        Document.sequence([.space, Document("←"), hanging(value), Document(";")]).nested.grouped,
      ])
    case .if:
      return choice(s)
    }
  }

  /// Returns `if (a) { … } else if (b) { … } else { … }`.
  private func choice(_ s: Statement) -> Document {
    var parts: [Document] = []
    var rest = [s]
    while rest.count == 1, case .if(let condition, let then, let otherwise) = rest[0] {
      parts += [
        .enclosed("if (", document(condition), ")"), block(then.map { document($0) }),
        Document(" else"),
      ]
      rest = otherwise
      if rest.count == 1, case .if = rest[0] { parts.append(Document(" ")) }
    }
    return .sequence(parts + [block(rest.map { document($0) })])
  }

}
