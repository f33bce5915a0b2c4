import Diagnostics
import Fields
import IteratorIR
import StencilTypes
import Toolchain

/// A program that was compiled for arguments of some types, perhaps for some of their values.
struct Variant: Sendable {

  /// Why it was compiled.
  enum Reason: String, Sendable {
    case asked = "compile"
    case firstRun = "run"
  }

  let info: CompileInfo

  /// The program that it was compiled from: another definition makes another one.
  let program: Program

  let backend: String
  let reason: Reason

  /// The time that it took to be there.
  let duration: Duration

  /// How many runs used it.
  var hits = 0

  /// Eight digits that name it.
  var key: String {
    let tables = info.settings.connectivities.sorted { $0.key < $1.key }.map {
      "\($0.key) \($0.value.neighborCount) \($0.value.hasSkipValues)"
    }
    return String(
      CacheKey("variant", [backend, values, program.text(style: .typed)] + tables).digits.prefix(8))
  }

  /// The values that it was compiled for: `n=4, use_lam=True`.
  var values: String { info.statics.map(\.description).joined(separator: ", ") }

}

extension Session {

  /// Adds `variant` to those that runs look for.
  ///
  /// Of many the oldest go, so that a session which defines a program again and again stays small;
  /// what was compiled stays in the cache.
  mutating func keep(_ variant: Variant) {
    variants.append(variant)
    if variants.count > 512 { variants.removeFirst(variants.count - 512) }
  }

  /// Returns the number of the variant for `run`, the one for most values; `nil` if there is none.
  func variant(for run: PreparedRun, _ runner: inout StepRunner) -> Int? {
    let fitting = variants.indices.filter { i in
      let v = variants[i]
      return v.info.callable.name == run.info.callable.name
        && v.info.signature == run.info.signature && v.info.settings == run.info.settings
        && run.gives(v.info.statics) && isCurrent(v, for: run, &runner)
        && (run.request.backend.name == v.backend || run.request.backend.compilesWith != nil)
    }
    return fitting.max {
      (variants[$0].info.statics.count, $1) < (variants[$1].info.statics.count, $0)
    }
  }

  /// `true` iff `variant` was compiled from the program as it is defined now.
  private func isCurrent(
    _ variant: Variant, for run: PreparedRun, _ runner: inout StepRunner
  ) -> Bool {
    let info = CompileInfo(
      run.info.callable, run.info.signature, statics: variant.info.statics,
      settings: run.info.settings)
    guard let now = try? toolchain.lower(info, &runner).program else { return false }
    return now.isIdentical(to: variant.program) || now == variant.program
  }

  /// Returns the message that nothing was compiled for `run`.
  func missingVariant(for run: PreparedRun, _ runner: inout StepRunner) -> Diagnostic {
    let name = run.info.callable.name
    let others = variants.filter { $0.info.callable.name == name }
    let differences = others.map { v in v.differences(from: run) }
    let nearest = differences.filter { !$0.isEmpty }.min { $0.count < $1.count }
    let because =
      if let nearest {
        "the nearest one is for \(nearest.joined(separator: ", "))"
      } else if others.isEmpty {
        "nothing was compiled of it"
      } else {
        "it was defined anew since"
      }
    let values = run.scalars.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
    let backend = run.request.backend
    let usual = try? compilingBackend.name
    let named = backend.compilesAhead && backend.name != usual ? ["backend=\(backend.name)"] : []
    return Diagnostic(
      code: WorkbenchCode.missingVariant,
      "No variant of '\(name)' is compiled for \(values.isEmpty ? "this call" : values).",
      at: run.request.line.span, label: because,
      hint: "compile \(([name] + run.scalarOptions + named).joined(separator: " ")), or set jit on")
  }

}

extension PreparedRun {

  /// `true` iff the run passes these values.
  fileprivate func gives(_ statics: [BoundArgument]) -> Bool {
    statics.allSatisfy { s in
      arguments.values.contains { $0.name == s.name && BoundValue($0.value) == s.value }
    }
  }

  /// The scalar arguments, in the order of the parameters.
  fileprivate var scalars: [(name: String, value: BoundValue)] {
    declaredValues.compactMap { a in BoundValue(a.value).map { (a.name, $0) } }
  }

  /// The scalar arguments as `compile` takes them.
  fileprivate var scalarOptions: [String] {
    scalars.map { name, value in
      let text = "\(value)".filter { $0 != " " }
      return "\(name)=\(text)"
    }
  }

}

extension Variant {

  /// What the variant was compiled for that `run` does not have: `n=4, not 5`.
  fileprivate func differences(from run: PreparedRun) -> [String] {
    var result: [String] = []
    for s in info.statics {
      guard let given = run.scalars.first(where: { $0.name == s.name }) else { continue }
      if given.value != s.value { result.append("\(s), not \(given.value)") }
    }
    for (offset, type) in info.settings.connectivities.sorted(by: { $0.key < $1.key })
    where run.info.settings.connectivities[offset] != type {
      result.append("another table of \(offset)")
    }
    if info.signature != run.info.signature { result.append("arguments of other types") }
    let (own, asked) = (info.settings, run.info.settings)
    if own.schedule != asked.schedule {
      func name(_ schedule: String) -> String {
        schedule.isEmpty ? "the usual schedule" : "the schedule '\(schedule)'"
      }
      result.append("\(name(own.schedule)), not \(name(asked.schedule))")
    }
    if own.disabledRules != asked.disabledRules {
      func names(_ rules: Set<String>) -> String {
        rules.isEmpty ? "all rules on" : "\(rules.sorted().joined(separator: ", ")) off"
      }
      result.append("\(names(own.disabledRules)), not \(names(asked.disabledRules))")
    }
    let wanted = run.request.backend
    if wanted.name != backend, wanted.compilesWith == nil {
      result.append("backend=\(backend), not \(wanted.name)")
    }
    return result
  }

}
