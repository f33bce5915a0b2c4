/// Why a file with arrays cannot be read or written.
public struct FieldFileError: Error, Hashable, Sendable {

  /// The path as it was given.
  public let file: String

  /// The name of the member in a `.npz` file.
  public var member: String?

  /// The byte of the file, or of the unpacked member, at which the fault is.
  public let offset: Int?

  /// What is wrong: a clause.
  public let reason: String

  /// What to do about it; the file is `fileMark` in it.
  private let markedRemedy: String?

  /// Stands in a remedy for the name of the file, which a user may have written otherwise.
  static let fileMark = "\u{FFFC}"

  /// What to do about it, where the file is called `name`.
  public func remedy(calling name: String) -> String? {
    markedRemedy?.replacing(Self.fileMark, with: name)
  }

  /// What to do about it.
  public var remedy: String? { remedy(calling: file) }

  /// Creates the error about `file`, or about `member` in an archive, at a byte `offset` from its start.
  public init(
    _ file: String, member: String? = nil, at offset: Int? = nil, _ reason: String,
    remedy: String? = nil
  ) {
    self.file = file
    self.member = member
    self.offset = offset
    self.reason = reason
    markedRemedy = remedy
  }

}

extension FieldFileError {

  /// The file at `path` was not read or written to its end, since that was no longer wanted.
  public static func interrupted(_ path: String) -> FieldFileError {
    FieldFileError(path, "was interrupted")
  }

}

extension FieldFileError: CustomStringConvertible {

  /// `winds.npz:u, byte 10: the header is cut short`.
  public var description: String {
    "\(file)\(member.map { ":\($0)" } ?? "")\(offset.map { ", byte \($0)" } ?? ""): \(reason)"
  }

}
