import StencilTypes

/// Gathers what an operator takes from the scope around it.
struct CaptureCollector {

  private var operators: [String: FoastOperatorDefinition] = [:]
  private var isUnstructured = false

  /// Notes that `definition` is called by `name`, which others may be too: one operator for tuples
  /// of several lengths.
  mutating func add(_ name: String, _ definition: FoastOperatorDefinition) {
    var key = name
    var number = 1
    while let other = operators[key], other != definition {
      key = "\(name)_\(number)"
      number += 1
    }
    operators[key] = definition
  }

  mutating func add(_ dimension: Dimension) {
    if dimension.kind == .local { isUnstructured = true }
  }

  mutating func add(_ offset: FieldOffset) {
    if !offset.isCartesian { isUnstructured = true }
  }

  var captures: FoastCaptures {
    FoastCaptures(operators: operators, isUnstructured: isUnstructured)
  }

}
