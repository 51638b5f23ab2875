internal import Foundation
internal import Synchronization

/// Runs `body` while a thread of this process starts one child after another: between fork and exec each of them holds a
/// copy of every descriptor, so that nothing closed meanwhile is closed at once.
public func whileChildrenAreStarted<Result>(_ body: () throws -> Result) rethrows -> Result {
  let isEnough = Atomic(false)
  let children = Thread {
    while !isEnough.load(ordering: .relaxed) {
      let child = Process()
      child.executableURL = URL(filePath: "/bin/true")
      try? child.run()
      child.waitUntilExit()
    }
  }
  children.start()
  defer { isEnough.store(true, ordering: .relaxed) }
  return try body()
}
