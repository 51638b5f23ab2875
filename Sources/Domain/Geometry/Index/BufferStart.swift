extension UnsafeRawBufferPointer {
  /// Where a buffer that is not empty begins.
  @inline(__always) var start: UnsafeRawPointer {
    guard let base = baseAddress else { preconditionFailure("an empty buffer has no beginning") }
    return unsafe base
  }
}

extension UnsafeBufferPointer {
  /// Where a buffer that is not empty begins.
  @inline(__always) var start: UnsafePointer<Element> {
    guard let base = baseAddress else { preconditionFailure("an empty buffer has no beginning") }
    return unsafe base
  }
}
