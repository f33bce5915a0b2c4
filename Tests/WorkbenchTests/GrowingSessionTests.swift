import FieldView
import Testing

@testable import Workbench

/// A session that grows by a definition at a time.
@Suite("Sessions that grow") struct GrowingSessionTests {

  private static let head = "-> Field[[I], float64]:"

  private func definition(_ name: String, returning value: String) -> String {
    "@field_operator\ndef \(name)(u: Field[[I], float64]) \(Self.head)\n    return \(value)"
  }

  /// What was typed is typed: a definition of a new name takes no new look at the others.
  @Test func `keep what names mean as long as only new ones come`() throws {
    let workshop = try Workshop([:], after: ["from cartesian import I"])
    var meanings: Set<ObjectIdentifier> = []
    var scopes: [any AnyObject] = []
    func note() {
      let meaning = workshop.session.definitions.prompt.meaning
      scopes.append(meaning)
      meanings.insert(ObjectIdentifier(meaning))
    }
    for n in 0 ..< 4 {
      try workshop.succeed(definition("f\(n)", returning: n == 0 ? "u" : "f\(n - 1)(u) + 1.0"))
      note()
    }
    #expect(meanings.count == 1)
    try workshop.succeed(definition("f0", returning: "u * 2.0"))
    note()
    #expect(meanings.count == 2)
    // A name of gt4py.next is taken.
    try workshop.succeed("int32 = int64")
    note()
    #expect(meanings.count == 3)
    try workshop.succeed("from icon import *")
    note()
    #expect(meanings.count == 4)
    _ = scopes
  }

  /// The definition that was typed last counts, also where the operators in between are as they were.
  @Test func `see what is defined last`() throws {
    let workshop = try Workshop([:], after: ["from cartesian import I", "field u[I] = 3.0 I=2"])
    try workshop.succeed(definition("f0", returning: "u"))
    try workshop.succeed(definition("f1", returning: "f0(u) + 1.0"))
    try workshop.succeed("C = 5.0")
    try workshop.succeed(definition("f2", returning: "f1(u) * C"))
    try workshop.succeed("run f1 u=u out=zeros I=0:2")
    #expect(workshop.session.fields["out"]?.values.map(\.float64) == [4, 4])
    try workshop.succeed(definition("f0", returning: "u * 2.0"))
    try workshop.succeed("C = 10.0")
    try workshop.succeed("run f2 u=u out=zeros I=0:2")
    #expect(workshop.session.fields["out"]?.values.map(\.float64) == [70, 70])
  }

}
