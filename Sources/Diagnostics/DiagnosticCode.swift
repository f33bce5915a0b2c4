/// The stable name of one kind of message.
///
/// Each target that reports to users has one enumeration of its codes, with raw values such as
/// `E-TYPE-PROMOTE`. Enumerations let a test go through all codes and ask for a sample of each.
public protocol DiagnosticCode: RawRepresentable<String>, CaseIterable, Sendable {}
