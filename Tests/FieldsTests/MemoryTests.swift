import StencilTypes
import Testing

@testable import Fields

/// Memory that cannot be had is refused before anybody asks the system for it.
@Suite struct MemoryTests {

  private static let i = Dimension("I")

  @Test func knowsItsLimits() {
    #expect(Memory.total > 1 << 28)
    #expect(Memory.has(1) && Memory.has(1 << 20))
    #expect(!Memory.has(Memory.total + 1) && !Memory.has(.max))
  }

  /// The message says how much was asked for.
  @Test func saysHowMuch() {
    let domain = Domain(dims: [Self.i], ranges: [0 ..< 1 << 50])
    #expect(throws: FieldError.tooLarge(domain, byteCount: 1 << 53)) {
      try Field.zeros(.float64, on: domain)
    }
    let text = FieldError.tooLarge(domain, byteCount: 1 << 53).description
    #expect(text.contains("needs 9007199254740992 bytes"))
  }

}
