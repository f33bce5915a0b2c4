import Fields
import StencilTypes

/// The arguments of a call as compiled code takes them: fields, and scalars, each from left to right.
struct ArgumentLeaves {

  var fields: [Field] = []
  private(set) var scalars: [ScalarValue] = []

  /// What is left of an argument without its fields.
  private indirect enum Shape {
    case scalar(ScalarValue)
    case field
    case tuple([Shape])
  }

  private var shapes: [Shape] = []

  /// Takes the leaves out of `arguments`, which keep no share in the memory of the fields.
  init(taking arguments: inout [ArgumentValue]) {
    fields.reserveCapacity(arguments.count)
    shapes.reserveCapacity(arguments.count)
    let taken = arguments
    arguments = []
    for a in taken { shapes.append(take(a)) }
  }

  private mutating func take(_ argument: ArgumentValue) -> Shape {
    switch argument {
    case .scalar(let value):
      scalars.append(value)
      return .scalar(value)
    case .field(let field):
      fields.append(field)
      return .field
    case .tuple(let parts): return .tuple(parts.map { take($0) })
    }
  }

  /// Gives the arguments back, with the fields as they are now; none are left here.
  mutating func putBack(into arguments: inout [ArgumentValue]) {
    var next = 0
    arguments = shapes.map { argument($0, &next) }
    fields = []
  }

  private func argument(_ shape: Shape, _ next: inout Int) -> ArgumentValue {
    switch shape {
    case .scalar(let value): return .scalar(value)
    case .field:
      next += 1
      return .field(fields[next - 1])
    case .tuple(let parts): return .tuple(parts.map { argument($0, &next) })
    }
  }

}
