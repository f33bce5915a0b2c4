import IteratorIR

/// Returns the function that `definition` means, calling other operators by their own names.
public func foastToItir(_ definition: FoastOperatorDefinition) -> IteratorIR.FunctionDefinition {
  var lowering = OperatorLowering(names: [:])
  return lowering.function(definition)
}
