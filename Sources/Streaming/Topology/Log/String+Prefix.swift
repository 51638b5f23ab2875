extension String {
  /// As much of the text as fits, whole characters.
  func prefixed(bytes: Int) -> String {
    var text = self
    while text.utf8.count > bytes { text.removeLast() }
    return text
  }
}
