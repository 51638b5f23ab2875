import Learning
import MapModel
import Settings

/// Which lines of a true map are made wrong, each on a map of its own.
struct LineEditOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Lines that are deleted, shifted by 2 m and invented at 1.8 m, to either side, one at a time.",
      valueName: "name,…"))
  var dividers = ""

  @Option(help: ArgumentHelp("A line that the map does not know.", valueName: "id"))
  var delete: [ElementSelector] = []

  @Option(help: ArgumentHelp("A line that the map has elsewhere, left positive, m.", valueName: "id=metres"))
  var shift: [BesideArgument] = []

  @Option(help: ArgumentHelp("A line beside a line that is not there, left positive, m.", valueName: "id=metres"))
  var insertBeside: [BesideArgument] = []

  func validate() throws(ValidationError) {
    guard !edits.isEmpty else {
      throw ValidationError("no line is named: say --dividers, --delete, --shift or --insert-beside")
    }
  }

  /// The edits, each once, in the order of the options.
  var edits: [LineEdit] {
    let named = dividers.split(separator: ",").compactMap { ElementSelector.read($0.filter { $0 != " " }[...]) }
    var edits = named.flatMap(LineEdit.standard)
    edits += delete.map { LineEdit($0, .deleted) }
    edits += shift.map { LineEdit($0.selector, .shifted(left_m: $0.left_m)) }
    edits += insertBeside.map { LineEdit($0.selector, .invented(left_m: $0.left_m)) }
    var seen: Set<LineEdit> = []
    return edits.filter { seen.insert($0).inserted }
  }
}
