import Diagnostics
import Fields
import IteratorIR
import StencilTypes

/// A field of a run that has a name: a parameter, a part of a tuple parameter, a temporary.
final class NamedField {

  /// The name with the way through tuples: `state[1]`.
  let name: String

  let type: FieldType

  /// Where the field has values; `nil` if its size is not known yet.
  let domain: Domain?

  /// Whether the program made it up: a point without a value is an error only where it is read.
  let isTemporary: Bool

  /// The values; `nil` if only demands are inferred.
  var field: Field?

  /// A `Failure` for each element of a temporary, as `int64` in the same layout; `nil` while all
  /// have values.
  var failures: Field?

  init(name: String, type: FieldType, domain: Domain?, isTemporary: Bool = false) {
    self.name = name
    self.type = type
    self.domain = domain
    self.isTemporary = isTemporary
  }

}
