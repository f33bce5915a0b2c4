import Diagnostics
import StencilTypes

/// A file that holds one array, in NumPy's `.npy` format.
public enum NpyFile {

  /// Returns the array in the file at `path`.
  ///
  /// - Throws: What is wrong with the file, with its place in it; what `progress` throws to stop.
  public static func read(
    _ path: String, progress: WorkProgress<FieldFileError> = .unwatched
  ) throws(FieldFileError) -> NpyArray {
    let file = try InputFile(path: path)
    let start = try file.bytes(0 ..< min(file.size, NpyHeader.longestStart))
    let header = try NpyHeader(start, size: file.size, file: path)
    let storage = try FieldStorage(of: header, file: path)
    try file.read(into: storage.place(for: header), from: header.dataOffset, progress)
    return NpyArray(header, storage: storage)
  }

  /// Writes the values of `field` to a file at `path`, in C order; origins are not kept.
  ///
  /// - Throws: What the system says; nothing was written then. What `progress` throws to stop.
  public static func write(
    _ field: Field, to path: String, progress: WorkProgress<FieldFileError> = .unwatched
  ) throws(FieldFileError) {
    try writeFile(to: path) { (file) throws(FieldFileError) in
      try file.write(header(of: field))
      try field.forEachBlock(progress) { (block) throws(FieldFileError) in
        try file.write(UnsafeRawBufferPointer(block))
      }
    }
  }

  /// Returns the bytes before the data: as NumPy writes them, a multiple of 64.
  static func header(of field: Field) -> [UInt8] {
    let shape = field.domain.shape.map { "\($0)" }.joined(separator: ", ")
    let tuple = field.domain.shape.count == 1 ? "(\(shape),)" : "(\(shape))"
    var text =
      "{'descr': '\(field.dtype.npyCode)', 'fortran_order': False, 'shape': \(tuple), }"
    while (10 + text.utf8.count + 1) % 64 != 0 { text += " " }
    text += "\n"
    let length = UInt16(text.utf8.count)
    return npyMagic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(text.utf8)
  }

}

extension FieldStorage {

  /// Allocates memory for the array that `header`, of the file `file`, tells about.
  convenience init(of header: NpyHeader, file: String) throws(FieldFileError) {
    guard Memory.has(header.memoryByteCount) else {
      throw .noMemory(file, byteCount: header.memoryByteCount)
    }
    self.init(byteCount: header.memoryByteCount)
  }

  /// Where the file's data go: to the end of the array, so that what becomes wider there is not
  /// overwritten before it is read.
  func place(for header: NpyHeader) -> UnsafeMutableRawBufferPointer {
    let end = header.memoryByteCount
    return UnsafeMutableRawBufferPointer(rebasing: bytes[(end - header.dataByteCount) ..< end])
  }

}

extension FieldFileError {

  static func noMemory(_ file: String, byteCount: Int) -> FieldFileError {
    FieldFileError(
      file, "needs \(byteCount) bytes of memory, more than can be had",
      remedy: "read a part of it; or \(Memory.remedy)")
  }

}
