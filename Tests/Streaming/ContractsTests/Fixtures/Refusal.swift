import Observations

/// The rejection that `body` ends with; nil where it succeeds.
func refusal<Result>(_ body: () throws(Rejection) -> Result) -> Rejection? {
  do throws(Rejection) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}
