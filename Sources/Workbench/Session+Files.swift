import Diagnostics
import Fields
import StencilTypes

extension Session {

  /// Returns the field in `file`, whose axes are `dims` and start at `origins`, and what there is to
  /// say about it.
  ///
  /// Values of another type than `dtype`, if that is given, are converted.
  func loadField(
    _ file: Spelled, dims: [Dimension], origins: [Int], dtype: ScalarKind?
  ) throws(DiagnosticError) -> (field: Field, remark: String?) {
    let array = try readArray(file)
    let field: Field
    do throws(FieldError) {
      field = try Field(
        array, axes: dims, origins: Dictionary(uniqueKeysWithValues: zip(dims, origins)))
    } catch {
      throw DiagnosticError(.impossibleField(error, at: file.span))
    }
    if let dtype, array.dtype != dtype {
      return (
        try field.converted(to: dtype, at: file.span, self),
        "\(file.text) holds '\(array.isWidened ? "float16" : array.dtype.rawValue)', converted to '\(dtype)'"
      )
    }
    return (field, array.isWidened ? "\(file.text) holds 'float16', read as 'float32'" : nil)
  }

  /// Returns the neighbor table of `offset` in `file`.
  func loadTable(
    _ file: Spelled, offset: FieldOffset, skipValue: Int?
  ) throws(DiagnosticError) -> NeighborTable {
    let array = try readArray(file)
    do throws(NeighborTableError) {
      return try NeighborTable(checking: array, offset: offset, skipValue: skipValue)
    } catch {
      throw DiagnosticError(
        Diagnostic(
          code: WorkbenchCode.table, error.description.asSentence, at: file.span,
          hint: error.hint))
    }
  }

  private func readArray(_ file: Spelled) throws(DiagnosticError) -> NpyArray {
    let path = try readablePath(of: file)
    do throws(FieldFileError) {
      return try surroundings.readArray(
        path, surroundings.progress(stoppingWith: .interrupted(path)))
    } catch {
      if error == .interrupted(error.file) { throw DiagnosticError(.interrupted) }
      throw DiagnosticError(.fieldFile(error, file))
    }
  }

  /// Returns the path of `file`, which is to be read.
  func readablePath(of file: Spelled) throws(DiagnosticError) -> String {
    let path = surroundings.resolve(file.text)
    try surroundings.confinement?.checkReading(file, at: path)
    return surroundings.trial?.placeToRead(path) ?? path
  }

  /// Replaces what is at `file` by what `body` writes to the path that it is given.
  ///
  /// Nothing is written if the session has read its definitions from there, or if a session file
  /// may not; nor, if `overwriting` is false, where somebody else's work is, or what was loaded,
  /// whoever wrote that.
  ///
  /// - Parameters:
  ///   - kind: what is written, which what it replaces has to be as well unless `overwriting`; `nil`
  ///     for what `isFree` knows better.
  ///   - isFree: says of a path whether nothing of somebody else would be lost there.
  mutating func replacing<T>(
    _ file: Spelled, by kind: FileKind?, overwriting: Bool, isFree: ((String) -> Bool)? = nil,
    _ body: (String) throws(DiagnosticError) -> T
  ) throws(DiagnosticError) -> T {
    let path = surroundings.resolve(file.text)
    let place = surroundings.modules.canonical(path)
    let trial = surroundings.trial
    try surroundings.confinement?.checkWriting(
      file, at: path, isFree: trial?.isOwn(path) ?? false)
    if definitions.hasRead(path) { throw DiagnosticError(.source(file)) }
    let isLoaded = loadedFiles.overlap(place)
    let isOthers = !(isFree ?? surroundings.isFreeToReplace)(trial?.placeToRead(path) ?? path)
    if !overwriting {
      if isLoaded { throw DiagnosticError(.loaded(file)) }
      if isOthers { throw DiagnosticError(.othersWork(file)) }
      // A session file that is played again finds what it wrote last.
      if let kind, surroundings.confinement == nil, trial == nil,
        let other = FileKind(ofFileAt: path), other != kind
      {
        throw DiagnosticError(.otherKind(file, other, kind))
      }
    }
    let result = try body(trial?.placeToWrite(path) ?? path)
    loadedFiles.removeAll(in: place)
    madeFiles.insert(place, isTheirs: isLoaded || isOthers)
    if trial == nil { surroundings.confinement?.claim(path) }
    return result
  }

  /// `true` iff a session file may not replace `file`, and need not: what it would write is there.
  private func keepsAsItIs(_ file: Spelled, if isSame: (String) -> Bool) -> Bool {
    let path = surroundings.resolve(file.text)
    guard let confinement = surroundings.confinement,
      (try? confinement.checkWriting(file, at: path)) == nil,
      (try? confinement.checkWriting(file, at: path, isFree: true)) != nil
    else { return false }
    return isSame(surroundings.trial?.placeToRead(path) ?? path)
  }

  /// Writes `field` to `file`; `overwriting` says whether somebody else may have written it.
  mutating func save(
    _ field: Field, to file: Spelled, overwriting: Bool
  ) throws(DiagnosticError) {
    let surroundings = surroundings
    if keepsAsItIs(file, if: { isSame(field, at: $0) }) { return }
    try replacing(file, by: .array, overwriting: overwriting) { path throws(DiagnosticError) in
      do throws(FieldFileError) {
        try surroundings.writeField(
          field, path, surroundings.progress(stoppingWith: .interrupted(path)))
      } catch {
        if error == .interrupted(error.file) { throw DiagnosticError(.interrupted) }
        throw DiagnosticError(.fieldFile(error, file))
      }
    }
  }

  /// `true` iff the file at `path` holds the values of `field`, and no others.
  private func isSame(_ field: Field, at path: String) -> Bool {
    guard let array = try? surroundings.readArray(path, .unwatched), !array.isWidened,
      array.dtype == field.dtype,
      let there = try? Field(
        array, axes: field.dims,
        origins: Dictionary(
          uniqueKeysWithValues: zip(field.dims, field.domain.ranges.map(\.lowerBound))))
    else { return false }
    return there.domain == field.domain && there.digest == field.digest
  }

  /// Replaces the file that `name` names; `overwriting` says whether somebody else may have written
  /// it.
  mutating func write(
    _ bytes: [UInt8], to name: Spelled, overwriting: Bool
  ) throws(DiagnosticError) {
    let surroundings = surroundings
    if keepsAsItIs(name, if: { surroundings.modules.read($0) == bytes }) { return }
    try replacing(name, by: FileKind(bytes), overwriting: overwriting) {
      path throws(DiagnosticError) in
      do throws(FieldFileError) {
        try surroundings.writeFile(path, bytes)
      } catch {
        throw DiagnosticError(.unwritable(name, error))
      }
    }
  }

}

extension String {

  /// The clause as a sentence: a capital at the front, a full stop at the end.
  var asSentence: String {
    prefix(1).uppercased() + dropFirst() + (hasSuffix(".") ? "" : ".")
  }

}

extension Diagnostic {

  fileprivate static func fieldFile(_ error: FieldFileError, _ file: Spelled) -> Diagnostic {
    let place = error.offset.map { ", at byte \($0)" } ?? ""
    return Diagnostic(
      code: WorkbenchCode.file, "'\(file.text)': \(error.reason)\(place).", at: file.span,
      hint: error.remedy(calling: file.text))
  }

  fileprivate static func unwritable(_ name: Spelled, _ error: FieldFileError) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.file, "'\(name.text)' \(error.reason).", at: name.span,
      hint: error.remedy(calling: name.text)
        ?? "the folder must be there, and be yours to write in")
  }

  fileprivate static func source(_ file: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.file, "Definitions of this session were read from '\(file.text)'.",
      at: file.span, label: "would be lost", hint: "write to another file")
  }

  fileprivate static func loaded(_ file: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.file, "'\(file.text)' was loaded in this session.",
      at: file.span, label: "would be replaced",
      hint: "write to another file, or put a ! at the end of the line to replace it")
  }

  fileprivate static func othersWork(_ file: Spelled) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.file,
      "'\(file.text)' is there already, and is not of this tool's making.",
      at: file.span, label: "would be replaced",
      hint: "write to another file, or put a ! at the end of the line to replace it")
  }

  fileprivate static func otherKind(
    _ file: Spelled, _ found: FileKind, _ written: FileKind
  ) -> Diagnostic {
    Diagnostic(
      code: WorkbenchCode.file,
      "'\(file.text)' holds \(found.rawValue), and \(written.rawValue) would take its place.",
      at: file.span, label: "would be replaced",
      hint: "write to another file, or put a ! at the end of the line to replace it")
  }

}
