import Diagnostics
import IteratorIR
import StencilTypes
import Transforms

/// How code is called that was made of a program, and which places of the user's source it means.
public struct CallInterface: Hashable, Sendable {

  /// The name of the program.
  public let name: String

  /// What the code is called with, in this order.
  public let parameters: [Parameter]

  /// What the passes were told, which a backend that goes on compiling while programs run tells
  /// them again.
  let settings: PassSettings

  /// The places that the code names by number, when it fails.
  public let sites: [SourceSpan?]

  /// Creates the interface of `program`.
  public init(_ program: CompilableProgram, sites: [SourceSpan?] = []) {
    name = program.program.name
    parameters = program.program.parameters
    settings = program.settings
    self.sites = sites
  }

  /// The neighbor tables that the code was made for, in order of the names of their offsets.
  public var connectivities: [Connectivity] { settings.knownTables }

  /// How a person would write it.
  var head: CallableHead {
    CallableHead(
      name: name, parameters: parameters.map { "\($0.name.name): \($0.type)" }, result: nil)
  }

}
