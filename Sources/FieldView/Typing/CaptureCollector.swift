import StencilTypes

/// Gathers what an operator takes from the scope around it.
struct CaptureCollector {

  private var operators: [String: FoastOperatorDefinition] = [:]
  private var isUnstructured = false

  mutating func add(_ name: String, _ definition: FoastOperatorDefinition) {
    operators[name] = definition
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
