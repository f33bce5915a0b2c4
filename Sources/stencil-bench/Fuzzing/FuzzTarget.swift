import Diagnostics
import FieldView
import IteratorIR
import PythonSyntax
import Toolchain

/// What happened to one input.
enum FuzzOutcome: Int, CaseIterable {

  /// It does not parse.
  case syntax

  /// Something in it was refused later.
  case refused

  /// All of it was lowered and checked.
  case lowered

}

/// Takes `input` through lexer, parser, module evaluator, typing, lowering and verifier, and
/// renders all messages.
///
/// Returns how far it came, or throws what the compiler did wrong. Crashes and endless loops are
/// the caller's to notice.
func compile(_ input: [UInt8]) throws -> FuzzOutcome {
  let path = "fuzz.py"
  let loader = ModuleLoader(
    searchPath: [],
    files: ModuleFiles(
      read: { $0 == path ? input : nil }, isFolder: { _ in false }, canonical: { $0 }))
  let module: SourceModule
  do throws(DiagnosticError) {
    module = try loader.loadFile(path)
  } catch {
    try check(error, input)
    return .syntax
  }
  var isRefused = false
  let toolchain = Toolchain()
  var runner = toolchain.runner
  for name in module.boundNames {
    let program: Program
    do throws(DiagnosticError) {
      guard let definition = Callable.Definition(try module.lookup(name)) else { continue }
      let callable = Callable(definition)
      if case .fieldOperator = definition { _ = try toolchain.foastText(of: callable, &runner) }
      program = try toolchain.program(for: callable, &runner).program
    } catch {
      try check(error, input)
      isRefused = true
      continue
    }
    do throws(DiagnosticError) { try program.verify() } catch {
      throw BenchFailure("What was lowered is no program.\n\(BenchFailure(error))")
    }
    let text = program.text(style: .typed)
    let read: Program
    do throws(DiagnosticError) {
      read = try Program(parsing: SourceFile(name: "fuzz.itir", text: text))
    } catch {
      throw BenchFailure("What was lowered does not read back.\n\(BenchFailure(error))\n\(text)")
    }
    if read != program { throw BenchFailure("What was lowered reads back differently.\n\(text)") }
  }
  return isRefused ? .refused : .lowered
}

/// Renders what `error` says, and throws if a message or a place makes no sense.
private func check(_ error: DiagnosticError, _ input: [UInt8]) throws {
  for d in error.diagnostics {
    if d.message.isEmpty || d.rendered().isEmpty || d.jsonText.isEmpty {
      throw BenchFailure("A message says nothing.")
    }
    if let span = d.span, span.bytes.upperBound > max(span.file.bytes.count, input.count) {
      throw BenchFailure("A message is about a place behind the end: \(d.message)")
    }
  }
}
