/// What a backend's build makes of a source: data that a cache on disk can keep.
public struct Artifact: Hashable, Sendable {

  public enum Content: Hashable, Sendable {

    case memory([UInt8])

    /// A file, or a folder with several.
    case file(path: String)

    /// Combines the bytes in one piece.
    public func hash(into hasher: inout Hasher) {
      switch self {
      case .memory(let bytes): bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
      case .file(let path): hasher.combine(path)
      }
    }

  }

  public let content: Content

  /// The name of what is called in it.
  public let entryPoint: String

  public let interface: CallInterface

  /// Creates the artifact whose code is found as `entryPoint` in `content`.
  public init(_ content: Content, entryPoint: String, interface: CallInterface) {
    self.content = content
    self.entryPoint = entryPoint
    self.interface = interface
  }

  /// Where it is, in a line.
  var summary: String {
    switch content {
    case .memory(let bytes): "\(entryPoint) in \(bytes.count) bytes of memory"
    case .file(let path): "\(entryPoint) in \(path)"
    }
  }

}

extension Artifact: StepInput {

  public var key: Artifact { self }

}
