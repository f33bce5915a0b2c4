/// What `help CODE` says about a kind of message.
struct MessagePage: Sendable {

  let code: String

  /// When the message comes, in a sentence.
  let meaning: String

  /// What to do then.
  let remedy: String

  init(_ code: String, _ meaning: String, _ remedy: String) {
    self.code = code
    self.meaning = meaning
    self.remedy = remedy
  }

  /// The messages about definitions, then those about what is done with them.
  static let all = definitions + commands

}
