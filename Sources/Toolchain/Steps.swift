import Diagnostics
import FieldView
import IteratorIR
import PythonSyntax
import StencilTypes
import Transforms

/// The steps between definition and ITIR, with the names of the design documents.
enum Steps {

  static func funcToFoast(
    known: OperatorCache
  ) -> Step<FieldOperatorDefinition, FoastOperatorDefinition> {
    Step(
      "func_to_foast",
      run: { (input) throws(DiagnosticError) in try FieldView.funcToFoast(input, known: known) },
      print: { $0.text.breakingLongLines(at: $1) })
  }

  static let foastToItir = Step<FoastOperatorDefinition, IteratorIR.FunctionDefinition>(
    "foast_to_itir", to: "ITIR function", run: FieldView.foastToItir,
    print: { $0.text(width: $1) })

  static let foastToFoastClosure = Step<FoastWithSignature, FoastClosure>(
    "foast_to_foast_closure", from: "FoastOperatorDefinition + InputWithArgs",
    run: {
      FoastClosure(
        definition: $0.definition, positional: $0.signature.positional,
        keywords: $0.signature.typedKeywords)
    },
    print: { closure, width in
      closure.definition.text.breakingLongLines(at: width) + "\n\n"
        + typeList(closure.positional, closure.keywords, width)
    })

  static let foastToPastClosure = Step<FoastClosure, PastClosure>(
    "foast_to_past_closure", run: FieldView.foastToPastClosure, print: { $0.text(width: $1) })

  static func funcToPast(known: OperatorCache) -> Step<ProgramDefinition, PastProgramDefinition> {
    Step(
      "func_to_past",
      run: { (input) throws(DiagnosticError) in try FieldView.funcToPast(input, known: known) },
      print: { $0.text.breakingLongLines(at: $1) })
  }

  static let pastLint = Step<PastProgramDefinition, PastProgramDefinition>(
    "past_lint", run: FieldView.pastLint, print: { $0.text.breakingLongLines(at: $1) })

  static let pastToPastClosure = Step<AOTProgramDefinition, PastClosure>(
    "past_to_past_closure",
    run: {
      PastClosure(
        definition: $0.definition, positional: $0.signature.positional,
        keywords: $0.signature.typedKeywords)
    },
    print: { $0.text(width: $1) })

  static let pastProcessArgs = Step<PastClosure, PastClosure>(
    "past_process_args", run: FieldView.pastProcessArgs, print: { $0.text(width: $1) })

  static let pastToItir = Step<PastClosure, CompilableProgram>(
    "past_to_itir",
    run: { (input) throws(DiagnosticError) in
      CompilableProgram(try FieldView.pastToItir(input))
    },
    print: { $0.program.text(width: $1) })

  /// Puts bound and static arguments in place; programs without any do without this step.
  static let bindArguments = Step<BindingRequest, CompilableProgram>(
    "bind_arguments", from: "CompilableProgram + bindings",
    run: { input in
      let program = input.program.program
      let bound =
        input.function.map {
          program.binding(input.bindings, statics: input.statics, in: $0)
        } ?? program.binding(input.bindings, statics: input.statics)
      return CompilableProgram(bound, settings: input.program.settings)
    },
    print: { $0.program.text(width: $1) })

  /// What the passes of `pipeline` made of a program, one after the other.
  ///
  /// The programs after all passes are much to remember.
  static func passes(
    of pipeline: Pipeline, _ owner: StepOwner
  ) -> Step<CompilableProgram, PipelineRun> {
    Step(
      "passes", of: owner, capacity: 8,
      run: { (input, isCancelled) throws(DiagnosticError) in
        try diagnosingPasses {
          try pipeline.run(
            input.program,
            Pipeline.Options(
              settings: input.settings, verifies: true, isCancelled: isCancelled))
        }
      },
      print: { $0.result.text(width: $1) })
  }

}

// MARK: - What the steps start from

/// A program with the types of the arguments of a call: what ahead-of-time compilation starts from.
public struct AOTProgramDefinition: Hashable, Sendable {

  public let definition: PastProgramDefinition
  public let signature: Signature

}

/// An operator with the types of the arguments of a call.
public struct FoastWithSignature: Hashable, Sendable {

  public let definition: FoastOperatorDefinition
  public let signature: Signature

}

/// A program with the arguments that are to be bound in it.
struct BindingRequest: Sendable {

  let program: CompilableProgram
  let bindings: [BoundArgument]

  /// Arguments that are passed, but for whose values code is made.
  let statics: [BoundArgument]

  /// The function whose parameters are bound, for an operator called by itself.
  let function: String?

}

extension BindingRequest: StepInput {

  struct Key: Hashable, Sendable {
    let program: CompilableProgram.Key
    let bindings, statics: [BoundArgument]

    /// Where the values were written: the output remembers it, and equality of bindings ignores it.
    let spans: [SourceSpan?]
    let function: String?
  }

  var key: Key {
    Key(
      program: program.key, bindings: bindings, statics: statics,
      spans: (bindings + statics).map(\.span), function: function)
  }

}

extension FoastOperatorDefinition: StepInput {
  public var key: FoastOperatorDefinition { self }
}

extension AOTProgramDefinition: StepInput {
  public var key: Self { self }
}

extension FoastWithSignature: StepInput {
  public var key: Self { self }
}

extension PastProgramDefinition: StepInput {
  public var key: PastProgramDefinition { self }
}

extension FoastClosure: StepInput {
  public var key: Self { self }
}

extension PastClosure: StepInput {
  public var key: Self { self }
}

// MARK: - Texts

extension Signature {

  var typedKeywords: [TypedKeyword] {
    keywords.map { TypedKeyword(name: $0.name, type: $0.value) }
  }

}

extension PastClosure {

  /// Returns the program, and the types that it is called with.
  fileprivate func text(width: Int) -> String {
    definition.text.breakingLongLines(at: width) + "\n\n" + typeList(positional, keywords, width)
  }

}

/// Returns the comment that tells what a closure is called with.
private func typeList(
  _ positional: [DataType], _ keywords: [TypedKeyword], _ width: Int
) -> String {
  let types = positional.map(\.description) + keywords.map { "\($0.name)=\($0.type)" }
  return "# called with \(types.joined(separator: ", "))".wrapped(to: width, indent: "#     ")
}
