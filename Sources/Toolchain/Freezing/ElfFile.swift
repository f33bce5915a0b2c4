/// What an object file says of itself, read without loading it.
struct ElfFile {

  /// The number of the kind of processors: 62 for x86-64.
  let machine: Int

  /// The libraries that it needs.
  let needed: [String]

  /// The versions of symbols that it needs: `GLIBC_2.34`.
  let versions: [String]

  /// The text of the note named `STK`; `nil` if there is none.
  let note: String?

  /// Reads the file; `nil` if it is no shared object of 64 bits for little-endian processors.
  init?(bytes: [UInt8]) {
    guard bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]) else { return nil }
    let reader = Reader(bytes: bytes)
    guard reader.integer(16, 2) == 3, let machine = reader.integer(18, 2),
      let table = reader.integer(32, 8), let size = reader.integer(54, 2),
      let count = reader.integer(56, 2), size >= 56
    else { return nil }
    var segments: [Segment] = []
    for i in 0 ..< count {
      guard let s = Segment(reader, at: table + i * size) else { return nil }
      segments.append(s)
    }
    self.machine = machine
    note = segments.filter { $0.kind == 4 }.lazy.compactMap { $0.note(in: reader) }.first
    guard let dynamic = segments.first(where: { $0.kind == 2 }) else { return nil }
    var names: [Int] = []
    var values: [Int: Int] = [:]
    for at in stride(from: dynamic.offset, to: dynamic.offset + dynamic.fileSize, by: 16) {
      guard let tag = reader.integer(at, 8), let value = reader.integer(at + 8, 8) else {
        return nil
      }
      if tag == 0 { break }
      if tag == 1 { names.append(value) } else { values[tag] = value }
    }
    /// The place in the file of what is at an address when it is loaded.
    func place(_ address: Int?) -> Int? {
      guard let address else { return nil }
      return segments.first {
        $0.kind == 1 && $0.address <= address && address - $0.address < $0.fileSize
      }.map { address - $0.address + $0.offset }
    }
    guard let strings = place(values[5]) else { return nil }
    needed = names.compactMap { reader.text(strings + $0) }
    guard needed.count == names.count else { return nil }
    var versions: [String] = []
    if let count = values[0x6fff_ffff], var file = place(values[0x6fff_fffe]) {
      for _ in 0 ..< min(count, 1000) {
        guard let auxiliaries = reader.integer(file + 2, 2),
          let first = reader.integer(file + 8, 4),
          let next = reader.integer(file + 12, 4)
        else { return nil }
        var at = file + first
        for _ in 0 ..< auxiliaries {
          guard let name = reader.integer(at + 8, 4), let step = reader.integer(at + 12, 4),
            let text = reader.text(strings + name)
          else { return nil }
          versions.append(text)
          at += step
        }
        if next == 0 { break }
        file += next
      }
    }
    self.versions = versions
  }

  private struct Reader {

    let bytes: [UInt8]

    func integer(_ at: Int, _ count: Int) -> Int? {
      guard at >= 0, at <= bytes.count - count else { return nil }
      let value = (0 ..< count).reduce(UInt64(0)) { $0 | UInt64(bytes[at + $1]) << UInt64(8 * $1) }
      // What is larger lies outside of any file.
      return Int(exactly: value)
    }

    /// The text that ends with a zero.
    func text(_ at: Int) -> String? {
      guard bytes.indices.contains(at), let end = bytes[at...].firstIndex(of: 0) else { return nil }
      return String(decoding: bytes[at ..< end], as: UTF8.self)
    }

  }

  private struct Segment {

    let kind, offset, address, fileSize: Int

    init?(_ reader: Reader, at: Int) {
      guard let kind = reader.integer(at, 4), let offset = reader.integer(at + 8, 8),
        let address = reader.integer(at + 16, 8), let size = reader.integer(at + 32, 8),
        offset <= reader.bytes.count, size <= reader.bytes.count - offset
      else { return nil }
      self.kind = kind
      self.offset = offset
      self.address = address
      fileSize = size
    }

    /// The text of our note, if it is here.
    func note(in reader: Reader) -> String? {
      var at = offset
      while at + 12 <= offset + fileSize {
        guard let nameSize = reader.integer(at, 4), let size = reader.integer(at + 4, 4),
          nameSize < 4096, size < 65_536
        else { return nil }
        let text = at + 12 + (nameSize + 3) / 4 * 4
        if reader.text(at + 12) == "STK" {
          guard text + size <= offset + fileSize else { return nil }
          return reader.text(text)
        }
        at = text + (size + 3) / 4 * 4
      }
      return nil
    }

  }

}
