import StencilTypes

/// A file that holds named arrays, in NumPy's `.npz` format.
public struct NpzFile {

  private let archive: ZipArchive

  /// Opens the file at `path` and reads its directory.
  ///
  /// - Throws: If it is no archive, or its directory is damaged.
  public init(_ path: String) throws(FieldFileError) {
    try self.init(InputFile(path: path))
  }

  init(_ file: InputFile) throws(FieldFileError) { archive = try ZipArchive(file) }

  /// The names of the arrays, in the order of the file.
  public var members: [String] {
    archive.entries.compactMap {
      $0.name.hasSuffix(npySuffix) ? String($0.name.dropLast(npySuffix.count)) : nil
    }
  }

  /// Returns the array with the given name.
  ///
  /// - Throws: If there is no such array, or it is damaged; what `progress` throws to stop.
  public func read(
    _ member: String, progress: WorkProgress<FieldFileError> = .unwatched
  ) throws(FieldFileError) -> NpyArray {
    guard let entry = archive.entries.first(where: { $0.name == member + npySuffix }) else {
      throw .noMember(archive.file.path, member, members: members)
    }
    do throws(FieldFileError) {
      // The header says how much there is to unpack; nothing is believed that it does not say.
      let contents = try archive.contents(of: entry)
      let start = try contents.read(min(entry.size, NpyHeader.longestStart))
      let header = try NpyHeader(start, size: entry.size, file: archive.file.path)
      let storage = try FieldStorage(of: header, file: archive.file.path)
      let data = storage.place(for: header)
      let known = start[header.dataOffset...]
      data.copyBytes(from: known)
      try contents.read(
        into: UnsafeMutableRawBufferPointer(rebasing: data[known.count...]), progress)
      try contents.finish()
      return NpyArray(header, storage: storage)
    } catch {
      var error = error
      error.member = member
      throw error
    }
  }

  /// Writes the values of `fields`, each by its name, to a file at `path`, unpacked.
  ///
  /// - Throws: What the system says; nothing was written then.
  public static func write(
    _ fields: [(name: String, field: Field)], to path: String
  ) throws(FieldFileError) {
    var archive = ZipWriter()
    for (name, field) in fields {
      archive.add(name + npySuffix, [NpyFile.header(of: field), field.contiguousBytes()])
    }
    guard let parts = archive.finished() else { throw .tooLargeToWrite(path) }
    try writeFile(parts, to: path)
  }

}

private let npySuffix = ".npy"

extension FieldFileError {

  fileprivate static func tooLargeToWrite(_ file: String) -> FieldFileError {
    FieldFileError(
      file, "would have more than 65535 members or 4 GiB",
      remedy: "save each field to a .npy file of its own")
  }

  fileprivate static func noMember(
    _ file: String, _ member: String, members: [String]
  ) -> FieldFileError {
    FieldFileError(
      file, member: member, "the file has no array of that name",
      remedy: members.isEmpty
        ? "it holds no array" : "it holds \(members.prefix(20).joined(separator: ", "))")
  }

}
