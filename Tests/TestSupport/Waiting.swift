import Foundation

/// Waits until `condition` holds: for what happens beside the test, on however busy a machine.
///
/// - Returns: `false` iff it does not even after five minutes, which no machine is too slow for.
public func waited(until condition: () throws -> Bool) rethrows -> Bool {
  let clock = ContinuousClock()
  let end = clock.now + .seconds(300)
  while clock.now < end {
    if try condition() { return true }
    usleep(10_000)
  }
  return false
}
