import Foundation
import Observations
import TestSupport
import Testing

@testable import Contracts

/// Python's protobuf reads our bytes and our JSON as we mean them, and we read its.
@Suite(
  .enabled(
    if: Tool.python != nil && Tool.find("protoc") != nil,
    "needs protoc and a Python with protobuf (sh Config/setup.sh --test)"), .onOwnThread)
struct PythonOracleTests {
  /// Reads lines "<message> <base64 of bytes> <base64 of JSON>", says whether Python finds the same message in both, and answers with its
  /// own bytes and JSON.
  private static let program = """
    import base64, json, subprocess, sys, tempfile
    from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

    with tempfile.NamedTemporaryFile() as out:
        subprocess.run(["protoc", "-I" + sys.argv[1], "--include_imports", "--descriptor_set_out=" + out.name]
                       + sys.argv[2:], check=True)
        files = descriptor_pb2.FileDescriptorSet.FromString(open(out.name, "rb").read())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)

    def make(name):
        descriptor = pool.FindMessageTypeByName(name)
        if hasattr(message_factory, "GetMessageClass"):
            return message_factory.GetMessageClass(descriptor)()
        return message_factory.MessageFactory(pool).GetPrototype(descriptor)()

    for line in sys.stdin:
        name, data, text = line.split()
        from_bytes, from_json = make(name), make(name)
        from_bytes.ParseFromString(base64.b64decode(data))
        json_format.Parse(base64.b64decode(text), from_json)
        same = "same" if from_bytes == from_json else "different"
        answer = json_format.MessageToJson(from_bytes, indent=None).encode()
        print(same, base64.b64encode(from_bytes.SerializeToString(deterministic=True)).decode(),
              base64.b64encode(answer).decode())
    """

  @Test func pythonAgreesOnBytesAndJSONBothWays() throws {
    let python = try #require(Tool.python)
    let streams = Checkout.root.appending(path: "Streams")
    let files = try FileManager.default.contentsOfDirectory(atPath: streams.appending(path: "resurvey/v1").path)
      .filter { $0.hasSuffix(".proto") }.sorted().map { "resurvey/v1/\($0)" }
    var input = ""
    for message in OutputFixture.messages {
      let json = try ContractJSON.encode(message.bytes, as: message.type)
      input +=
        "\(message.type.rawValue) \(Data(message.bytes).base64EncodedString()) \(Data(json).base64EncodedString())\n"
    }
    let output = try Tool.run(python, ["-c", Self.program, streams.path] + files, input: Data(input.utf8))
    let answers = String(decoding: output, as: UTF8.self).split(separator: "\n")
    #expect(answers.count == OutputFixture.messages.count)
    for (message, answer) in zip(OutputFixture.messages, answers) {
      let words = answer.split(separator: " ").map(String.init)
      #expect(words[0] == "same", "\(message.type) \(message.name)")
      let bytes = [UInt8](try #require(Data(base64Encoded: words[1])))
      let json = [UInt8](try #require(Data(base64Encoded: words[2])))
      // Python writes fields in the order of their numbers too, so even the bytes are equal here.
      #expect(bytes == message.bytes, "bytes of \(message.type) \(message.name)")
      #expect(
        try ContractJSON.decode(json, as: message.type) == message.bytes, "JSON of \(message.type) \(message.name)")
    }
  }
}
