import Diagnostics

extension Command {

  static let edit: Command = Command(
    "edit", "opens a definition, or the last input, in $EDITOR", usage: ["edit [NAME]"],
    arguments: [
      .init(
        "NAME", "a program or operator; what was typed last, or failed in the editor, if left out")
    ],
    examples: ["edit", "edit lap"], listedWith: "load", recording: { _ in .nothing },
    changesMore: { _ in true },
    completion: { $0.isFirst ? $0.programs : [] }
  ) { line, session throws(DiagnosticError) in
    try line.demand(words: 0 ... 1, of: .edit)
    try session.demandFreedom(to: "opens no editor", at: line.span)
    guard let edit = session.surroundings.edit else {
      throw DiagnosticError(.noEditor(at: line.span))
    }
    let name = line.words.first
    let old = try name.map { name throws(DiagnosticError) in
      try session.callable(name, at: line.span).sourceText
    }
    let begun = old ?? session.draft ?? session.lastEditable ?? ""
    guard let text = edit(begun) else { throw DiagnosticError(.editorFailed(at: line.span)) }
    // What was wrong may be right by now, if something else was changed since.
    let isTriedAgain = session.draft != nil && session.draftChanges != session.changes
    if text.trimmingTrailingBlanks() == begun.trimmingTrailingBlanks(), !isTriedAgain {
      return .message(
        session.draft == nil
          ? "nothing was changed" : "nothing was changed; the text is still not taken up")
    }
    return session.perform(edited: text)
  }

}

extension Session {

  /// What was typed last and can be edited.
  fileprivate var lastEditable: String? {
    history.latest { (entry: Session.Entry) in
      InputKind(of: entry.text) != .nothing && !entry.text.hasPrefix("edit")
    }?.text
  }

  /// Performs the inputs in `text`, all or none; a text that is wrong is kept for the next time.
  fileprivate mutating func perform(edited text: String) -> Output {
    var next = self
    var outputs: [Output] = []
    for input in InputCollector.inputs(in: text) {
      let (session, output) = next.performing(input)
      if output.failed {
        draft = text
        draftChanges = changes
        return Output(
          diagnostics: output.diagnostics, remark: "edit opens the text again, as you left it")
      }
      next = session
      outputs.append(output)
    }
    self = next
    draft = nil
    return Output(
      outputs.flatMap(\.items), diagnostics: outputs.flatMap(\.diagnostics),
      next: outputs.last?.suggestions ?? [])
  }

}

extension Diagnostic {

  fileprivate static func noEditor(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "There is no terminal for an editor here.", at: span,
      hint: "type it at the prompt, or change the file and load it")
  }

  fileprivate static func editorFailed(at span: SourceSpan) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.usage, "The editor did not end well, so nothing was taken up.", at: span,
      hint: "VISUAL or EDITOR says which one is opened: export EDITOR=nano")
  }

}
