import Diagnostics
import FieldView
import IteratorIR
import PythonSyntax
import StencilTypes
import Transforms

// The steps between definition and ITIR, with the names of the design documents.

extension Step where Input == FieldOperatorDefinition, Output == FoastOperatorDefinition {

  static func funcToFoast(known: OperatorCache) -> Step {
    Step(
      "func_to_foast", from: "FieldOperatorDefinition", to: "FoastOperatorDefinition",
      run: { (input) throws(DiagnosticError) in try FieldView.funcToFoast(input, known: known) },
      print: { $0.text.breakingLongLines(at: $1) })
  }

}

extension Step where Input == FoastOperatorDefinition, Output == IteratorIR.FunctionDefinition {

  static var foastToItir: Step {
    Step(
      "foast_to_itir", from: "FoastOperatorDefinition", to: "ITIR function",
      run: { (input) throws(DiagnosticError) in FieldView.foastToItir(input) },
      print: { $0.text(width: $1) })
  }

}

extension Step where Input == FoastWithSignature, Output == FoastClosure {

  static var foastToFoastClosure: Step {
    Step(
      "foast_to_foast_closure", from: "FoastOperatorDefinition + InputWithArgs",
      to: "FoastClosure",
      run: { (input) throws(DiagnosticError) in
        FoastClosure(
          definition: input.definition, positional: input.signature.positional,
          keywords: input.signature.typedKeywords)
      },
      print: { closure, width in
        closure.definition.text.breakingLongLines(at: width) + "\n\n"
          + typeList(closure.positional, closure.keywords, width)
      })
  }

}

extension Step where Input == FoastClosure, Output == PastClosure {

  static var foastToPastClosure: Step {
    Step(
      "foast_to_past_closure", from: "FoastClosure", to: "PastClosure",
      run: { (input) throws(DiagnosticError) in try FieldView.foastToPastClosure(input) },
      print: { $0.text(width: $1) })
  }

}

extension Step where Input == ProgramDefinition, Output == PastProgramDefinition {

  static func funcToPast(known: OperatorCache) -> Step {
    Step(
      "func_to_past", from: "ProgramDefinition", to: "PastProgramDefinition",
      run: { (input) throws(DiagnosticError) in try FieldView.funcToPast(input, known: known) },
      print: { $0.text.breakingLongLines(at: $1) })
  }

}

extension Step where Input == PastProgramDefinition, Output == PastProgramDefinition {

  static var pastLint: Step {
    Step(
      "past_lint", from: "PastProgramDefinition", to: "PastProgramDefinition",
      run: { (input) throws(DiagnosticError) in try FieldView.pastLint(input) },
      print: { $0.text.breakingLongLines(at: $1) })
  }

}

extension Step where Input == AOTProgramDefinition, Output == PastClosure {

  static var pastToPastClosure: Step {
    Step(
      "past_to_past_closure", from: "AOTProgramDefinition", to: "PastClosure",
      run: { (input) throws(DiagnosticError) in
        PastClosure(
          definition: input.definition, positional: input.signature.positional,
          keywords: input.signature.typedKeywords)
      },
      print: { $0.text(width: $1) })
  }

}

extension Step where Input == PastClosure, Output == PastClosure {

  static var pastProcessArgs: Step {
    Step(
      "past_process_args", from: "PastClosure", to: "PastClosure",
      run: { (input) throws(DiagnosticError) in try FieldView.pastProcessArgs(input) },
      print: { $0.text(width: $1) })
  }

}

extension Step where Input == PastClosure, Output == CompilableProgram {

  static var pastToItir: Step {
    Step(
      "past_to_itir", from: "PastClosure", to: "CompilableProgram",
      run: { (input) throws(DiagnosticError) in
        CompilableProgram(program: try FieldView.pastToItir(input))
      },
      print: { $0.program.text(width: $1) })
  }

}

extension Step where Input == BindingRequest, Output == CompilableProgram {

  /// Puts bound arguments in place.
  ///
  /// Programs without any do without this step.
  static var bindArguments: Step {
    Step(
      "bind_arguments", from: "CompilableProgram + bindings", to: "CompilableProgram",
      run: { (input) throws(DiagnosticError) in
        let program = input.program.program
        let bound =
          input.function.map { program.binding(input.bindings, in: $0) }
          ?? program.binding(input.bindings)
        return CompilableProgram(program: bound)
      },
      print: { $0.program.text(width: $1) })
  }

}

extension Step where Input == TransformRequest, Output == PipelineRun {

  /// Runs the passes that a compiled backend needs, until `isCancelled` returns true.
  static func transforms(isCancelled: @escaping @Sendable () -> Bool) -> Step {
    Step(
      "transforms", from: "CompilableProgram", to: "CompilableProgram",
      run: { (input) throws(DiagnosticError) in
        do {
          return try Pipeline.standard.run(
            input.program.program,
            Pipeline.Options(
              context: .init(
                records: true, settings: input.settings, isCancelled: isCancelled),
              verifies: true))
        } catch is CancellationError {
          throw DiagnosticError(.interrupted)
        } catch let error as DiagnosticError {
          throw error
        } catch {
          preconditionFailure("passes throw diagnostics only: \(error)")
        }
      },
      print: { $0.result.text(width: $1) })
  }

}

// MARK: - What the steps start from

/// A program that is to go through the passes.
public struct TransformRequest: Hashable, Sendable {

  public let program: CompilableProgram
  public let settings: PassSettings

}

extension TransformRequest: StepInput {
  public var key: Self { self }
}

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
public struct BindingRequest: Hashable, Sendable {

  public let program: CompilableProgram
  public let bindings: [Binding]

  /// The function whose parameters are bound, for an operator called by itself.
  public let function: String?

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

extension BindingRequest: StepInput {
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

  fileprivate var typedKeywords: [TypedKeyword] {
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
